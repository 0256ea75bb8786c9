"""What a past case is about. What an earlier system does not say is read from the text."""

from datetime import datetime
from typing import cast

from ...catalog.loading import catalogue
from ...catalog.models import Severity
from ...customers.models import Customer
from ...routing.facts import CaseFacts
from ...routing.reading import read_text


def facts_of_past(
    customer: Customer, title: str, description: str, *, severity: str, family: str | None, product: str | None, region: str | None,
    codes: tuple[str, ...], language: str, opened_at: datetime, covered_at: datetime, problem_started_at: datetime | None,
) -> CaseFacts:  # fmt: skip
    """Where neither family nor product is named the text is read, which takes about 3 ms."""
    if product is not None and family is None:
        family = catalogue().products[product].family
    if family is None:
        reading = read_text(title, description, list(codes), [], catalogue())
        family, product = reading.family or "other", reading.product
    return CaseFacts(
        severity=cast(Severity, severity), boundary=customer.boundary, cloud=catalogue().boundary(customer.boundary).cloud, opened_at=opened_at,
        family=family, family_sure=True, product=product, plan=customer.plan, cover=customer.is_covered(covered_at), region=region,
        language=language, error_codes=codes, text=f"{title}\n{description}", problem_started_at=problem_started_at,
    )  # fmt: skip
