"""What somebody believes of the impact, beside what is counted."""

from ...people.roles import allow
from ...platform.db import Session
from ...platform.events import Actor, record
from ...platform.time import now
from ..accounts import refuse_merged
from ..events import ImpactEstimated
from ..models import ImpactEstimate, Incident
from ..queries import newest_estimate


async def estimate_impact(db: Session, incident: Incident, customers: int, source: str, *, by: Actor) -> ImpactEstimate:
    """Saying again what stands there changes nothing, whoever says it."""
    allow(by, "declare_incidents")
    refuse_merged(incident)
    newest = await newest_estimate(db, incident)
    if newest is not None and (newest.customers, newest.source) == (customers, source):
        return newest
    estimate = ImpactEstimate(
        boundary=incident.boundary, incident_id=incident.id, customers=customers, source=source, at=now(), author_id=by.id,
        author_name=by.name,
    )  # fmt: skip
    db.add(estimate)
    await record(db, ImpactEstimated(customers=customers, source=source), on=incident, by=by)
    await db.flush()
    return estimate
