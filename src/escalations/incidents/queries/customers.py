"""The customers whom an incident hit, by name."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import col

from ...cases.models import Case
from ...customers.models import Customer
from ...platform.db import Session
from ...platform.time import now
from ..models import Incident
from .impact import of_linked


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


async def hit_customers(db: Session, incident: Incident, *, limit: int = 30) -> list[HitCustomer]:
    """Covered ones first, then those with most open cases."""
    covered = func.coalesce(col(Customer.cover_until) > now(), False)
    still_open = func.count().filter(col(Case.closed_at).is_(None))
    hit = select(col(Customer.id), col(Customer.name), covered, func.count(), still_open)
    query = of_linked(incident, hit).join(Customer, col(Customer.id) == Case.customer_id).group_by(col(Customer.id))
    rows = await db.execute(query.order_by(covered.desc(), still_open.desc(), col(Customer.name)).limit(limit))
    return [HitCustomer(*row) for row in rows]
