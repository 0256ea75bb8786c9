"""An incident stops hurting, is understood, or comes back."""

from datetime import datetime

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now, spell
from ..accounts import refuse_merged
from ..events import IncidentMitigated, IncidentReactivated, IncidentResolved
from ..models import Incident
from .updating import write


async def mitigate_incident(
    db: Session, incident: Incident, note: str, *, by: Actor, at: datetime | None = None
) -> None:
    """Customers are no longer hit since `at`. Their cases then wait to be verified with them; none closes by itself."""
    allow(by, "declare_incidents")
    refuse_merged(incident)
    if incident.state == "mitigated":
        return
    if incident.state == "resolved":
        raise Refused(f"{incident.ref} is already resolved. Make it active again first if it is not over.")
    at = at or now()
    if not incident.started_at <= at <= now():
        raise Refused("It can only have been mitigated between its beginning and now. Correct the time.")
    incident.state, incident.mitigated_at = "mitigated", at
    update = await write(db, incident, note, by=by)
    await record(db, IncidentMitigated(update_id=update.id, lasted=spell(incident.lasted(at))), on=incident, by=by)


async def resolve_incident(db: Session, incident: Incident, root_cause: str, *, by: Actor) -> None:
    """It is over and we know why."""
    allow(by, "declare_incidents")
    refuse_merged(incident)
    if incident.state == "active":
        raise Refused(f"{incident.ref} is still active. Mark it mitigated first, so that it is known when it ended.")
    if incident.state == "resolved":
        if incident.root_cause != root_cause:
            raise Refused(
                f"{incident.ref} is already resolved with another root cause. Make it active again to correct that."
            )
        return
    incident.state, incident.resolved_at, incident.root_cause = "resolved", now(), root_cause
    update = await write(db, incident, root_cause, by=by)
    await record(db, IncidentResolved(update_id=update.id), on=incident, by=by)


async def reactivate_incident(db: Session, incident: Incident, reason: str, *, by: Actor) -> None:
    """It was not over. A root cause that was written down stays as it was until it is resolved again."""
    allow(by, "declare_incidents")
    refuse_merged(incident)
    if incident.state == "active":
        return
    was = incident.state
    incident.state, incident.mitigated_at, incident.resolved_at = "active", None, None
    update = await write(db, incident, reason, by=by)
    await record(db, IncidentReactivated(update_id=update.id, was=was, reason=reason), on=incident, by=by)
