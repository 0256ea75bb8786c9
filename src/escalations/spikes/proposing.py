"""The incident that a spike seems to be, in words that a person may correct before it is declared. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from ..catalog.loading import catalogue
from ..incidents.accounts import Account
from ..incidents.reach import family_name, product_name
from .cells import EVERYWHERE, regions_in
from .models import SpikeAlarm
from .queries.members import Known

SHARED = 0.5
"""A product is what is broken when at least so many of the cases name it."""


def proposed(alarm: SpikeAlarm, known: Sequence[Known]) -> Account:
    product, codes = shared_product(known), shared_codes(known)
    what = product_name(product) if product else family_name(alarm.family)
    said = f": {codes[0]}" if codes else ""
    return Account(
        title=f"{what}, {alarm.where}: many customers at once{said}"[:200], summary=_summary(alarm, product, codes),
        severity=min((one.severity for one in known), default="B"), families=[alarm.family],
        products=[product] if product else [], regions=sorted({one.region for one in known if one.region} & regions_in(alarm.boundary, EVERYWHERE)),
        started_at=min((one.opened_at for one in known), default=datetime.fromisoformat(alarm.evidence["first_at"])),
    )  # fmt: skip


def shared_product(known: Sequence[Known]) -> str | None:
    """The one of the catalogue that at least half of them name."""
    named = Counter(one.product for one in known if one.product in catalogue().products).most_common(1)
    return named[0][0] if named and named[0][1] >= max(2, SHARED * len(known)) else None


def shared_codes(known: Sequence[Known]) -> list[str]:
    """Error codes that two customers or more report, the commonest first."""
    told = Counter(code for code, _ in {(code, one.customer_id) for one in known for code in one.error_codes})
    return [code for code, customers in sorted(told.items(), key=lambda pair: (-pair[1], pair[0])) if customers > 1][:5]


def _summary(alarm: SpikeAlarm, product: str | None, codes: list[str]) -> str:
    lines = [
        f"{alarm.customers} customers wrote within {alarm.span} about {family_name(alarm.family)} in {alarm.where}, "
        f"where {alarm.usual} are usual at this hour ({alarm.ref})."
    ]
    if product:
        lines.append(f"Most of them name {product_name(product)}.")
    if codes:
        lines.append(f"They report {', '.join(codes)}.")
    return " ".join(lines)
