"""What an incident did to customers: counted from the confirmed links, never typed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import col

from ...cases.models import Case
from ...customers.models import Customer
from ...platform.db import Session
from ...platform.time import now
from ..models import CaseIncidentLink, Incident
from ..reach import region_name


@dataclass(frozen=True)
class Impact:
    """What the confirmed links say, never what somebody typed."""

    cases: int
    open_cases: int
    customers: int
    covered: int
    subscriptions: int
    regions: tuple[str, ...]
    first_case_at: datetime | None
    before_declared: int

    @property
    def region_names(self) -> list[str]:
        return [region_name(key) for key in self.regions]


async def impact_of(db: Session, incident: Incident) -> Impact:
    covered = col(Customer.cover_until) > now()
    counts = select(
        func.count(), func.count().filter(col(Case.closed_at).is_(None)), func.count(col(Case.customer_id).distinct()),
        func.count(col(Case.customer_id).distinct()).filter(covered), func.count(col(Case.subscription_id).distinct()),
        func.array_agg(col(Case.region).distinct()).filter(col(Case.region).is_not(None)), func.min(col(Case.opened_at)),
        func.count().filter(col(Case.opened_at) < incident.declared_at),
    )  # fmt: skip
    row = (await db.execute(of_linked(incident, counts).join(Customer, col(Customer.id) == Case.customer_id))).one()
    return Impact(
        cases=row[0], open_cases=row[1], customers=row[2], covered=row[3], subscriptions=row[4], regions=tuple(row[5] or ()),
        first_case_at=row[6], before_declared=row[7],
    )  # fmt: skip


def of_linked(incident: Incident, query: Any) -> Select[Any]:
    joined: Select[Any] = query.select_from(CaseIncidentLink).join(Case, col(Case.id) == CaseIncidentLink.case_id)
    return joined.where(col(CaseIncidentLink.incident_id) == incident.id, col(CaseIncidentLink.state) == "confirmed")
