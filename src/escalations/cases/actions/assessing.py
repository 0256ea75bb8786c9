"""What we hold to be true of a case: its facts."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ...catalog.loading import catalogue
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused, Stale
from ...platform.events import Actor, record
from ...platform.lettering import as_read
from ...platform.time import now
from ..events import FactsCorrected
from ..models import Case
from . import timing

CALLED = {
    "title": "the title",
    "family": "the technology family",
    "product": "the product",
    "region": "the region",
    "problem_started_at": "when the problem began",
    "around_the_clock": "the hours of severity B",
}
"""As the form calls them."""


@dataclass(frozen=True)
class Facts:
    title: str
    family: str
    product: str | None
    region: str | None
    problem_started_at: datetime | None
    around_the_clock: bool = False

    @classmethod
    def of(cls, case: Case) -> "Facts":
        """As a form shows them: to the minute."""
        began = case.problem_started_at.replace(second=0, microsecond=0) if case.problem_started_at else None
        return cls(case.title, case.family, case.product, case.region, began, case.around_the_clock)


async def correct_facts(db: Session, case: Case, seen: Facts, wanted: Facts, *, by: Actor) -> None:
    """Save what the person changed against what they saw. Raises Stale only where somebody else changed the same fact."""
    allow(by, "work_cases")
    _refuse_unknown(wanted, case.boundary)
    wanted = replace(wanted, title=as_read(wanted.title))
    current = Facts.of(case)
    mine = {name: value for name, value in vars(wanted).items() if value != getattr(seen, name)}
    if clashes := [name for name, value in mine.items() if getattr(current, name) not in (getattr(seen, name), value)]:
        raise Stale(f"Somebody changed {', '.join(CALLED[name] for name in clashes)} while you were editing.")
    changed = {name: value for name, value in mine.items() if getattr(current, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(case, name, value)
    case.changed_at = now()
    await record(
        db,
        FactsCorrected(
            was={n: _word(getattr(current, n)) for n in changed}, became={n: _word(v) for n, v in changed.items()}
        ),
        on=case,
        by=by,
    )
    if "around_the_clock" in changed:
        why = "the customer chose all hours" if case.around_the_clock else "business hours are enough for the customer"
        await timing.retime(db, case, why, by=by)


def _refuse_unknown(facts: Facts, boundary: str) -> None:
    known = catalogue()
    if facts.family not in known.families:
        raise Refused("Choose one of the technology families.")
    if facts.product is not None and facts.product not in known.products:
        raise Refused("Choose a product of the catalogue, or leave it open.")
    region = known.regions.get(facts.region) if facts.region else None
    if facts.region and (region is None or region.boundary != boundary):
        raise Refused(f"Choose a region of {boundary}, or leave it open.")


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:%Y-%m-%d %H:%M} UTC" if isinstance(value, datetime) else str(value or "")
