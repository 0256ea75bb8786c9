"""What the board shows of incidents: those that are active and hit covered customers."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import col

from ...cases.queries import CaseLine
from ...customers.models import Customer
from ...incidents.models import Incident, IncidentCustomer, IncidentUpdate
from ...incidents.reach import what_in_words
from ...platform.db import Session
from ...platform.time import now
from ..plight import Plight
from .board import Covered
from .silence import Silent


async def covered_incidents(db: Session, incidents: Sequence[Incident], silent: Sequence[Silent]) -> list[Covered]:
    """`silent` are all who are hit and have no case; only those whom nobody reached count."""
    unreached = Counter(one.incident_id for one in silent if not one.is_settled)
    hit, told = await _hit(db, incidents), await _last_update(db, incidents)
    return [
        _covered(incident, hit[incident.id], unreached[incident.id], told.get(incident.id, incident.declared_at))
        for incident in incidents
        if hit[incident.id] or unreached[incident.id]
    ]


async def _hit(db: Session, incidents: Sequence[Incident]) -> Counter[int]:
    its = (col(IncidentCustomer.incident_id).in_([one.id for one in incidents]), col(IncidentCustomer.cases) > 0)
    query = columns(col(IncidentCustomer.incident_id), func.count())
    query = query.join(Customer, col(Customer.id) == IncidentCustomer.customer_id)
    query = query.where(*its, col(Customer.cover_until) > now()).group_by(col(IncidentCustomer.incident_id))
    return Counter({row[0]: row[1] for row in await db.execute(query)})


async def _last_update(db: Session, incidents: Sequence[Incident]) -> dict[int, datetime]:
    query = columns(col(IncidentUpdate.incident_id), func.max(col(IncidentUpdate.at)))
    query = query.where(col(IncidentUpdate.incident_id).in_([one.id for one in incidents]))
    return {row[0]: row[1] for row in await db.execute(query.group_by(col(IncidentUpdate.incident_id)))}


def _covered(incident: Incident, hit: int, silent: int, told_at: datetime) -> Covered:
    customers = hit + silent
    line = CaseLine(
        id=incident.id, ref=incident.ref, url=f"/incidents/{incident.ref}", title=incident.title, severity=incident.severity,
        customer=f"{customers} covered customer{'s' if customers != 1 else ''}", covered=True,
        family=what_in_words(incident.families, incident.products), product="", turn="us", owner=None, clock=None, hint="",
        boundary=incident.boundary,
    )  # fmt: skip
    plight = Plight(
        case_id=incident.id, severity=incident.severity, claimed=incident.severity, silent_since=told_at, hit=hit, silent=silent,
        is_incident=True,
    )  # fmt: skip
    return Covered(line, plight, "")
