"""The customers whom an incident hit, by name."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import col

from ...customers.models import Customer
from ...platform.db import Session
from ...platform.kept import Kept
from ...platform.time import now
from ..models import Incident
from .impact import linked_cases_by_link

SHOWN = 30


@dataclass(frozen=True)
class HitCustomer:
    id: int
    name: str
    covered: bool
    cases: int
    open_cases: int

    @property
    def ref(self) -> str:
        return f"CU-{self.id}"


async def hit_customers(db: Session, incident: Incident) -> list[HitCustomer]:
    """Covered ones first, then those with most open cases."""
    return [HitCustomer(*row) for row in await _HIT.all(db, incident=incident.id, at=now())]


def _hit() -> Select[Any]:
    """Only of those who are shown the names are looked up."""
    linked = linked_cases_by_link()
    cases, open_cases = func.count().label("cases"), func.count().filter(linked.c.case_open).label("open_cases")
    is_covered = linked.c.covered.is_not(None).label("covered")
    hit = select(linked.c.customer_id, is_covered, cases, open_cases).group_by(linked.c.customer_id, is_covered)
    worst = (
        hit.order_by(is_covered.desc(), open_cases.desc(), cases.desc(), linked.c.customer_id).limit(SHOWN).subquery()
    )
    query = select(col(Customer.id), col(Customer.name), worst.c.covered, worst.c.cases, worst.c.open_cases)
    query = query.join(worst, worst.c.customer_id == Customer.id)
    return query.order_by(worst.c.covered.desc(), worst.c.open_cases.desc(), col(Customer.name))


_HIT: Kept[Any] = Kept(_hit())
