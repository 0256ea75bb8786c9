"""Saying that something is broken for many at once."""

from ...cases.models import Case
from ...people.models import Person
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..accounts import Account, refuse_impossible
from ..events import IncidentDeclared
from ..models import Incident
from ..queries import same_incident
from .linking import attach


async def declare_incident(
    db: Session, boundary: str, account: Account, *, by: Actor, found_in: Case | None = None
) -> Incident:
    """The same again answers with the incident that is there. `found_in` is the case that gave it away: linked at once."""
    allow(by, "declare_incidents")
    if isinstance(by, Person) and boundary not in await open_boundaries(db, by):
        raise Refused(f"You hold no clearance for {boundary}. Choose a boundary that you may see.")
    refuse_impossible(account, boundary)
    existing = await same_incident(db, boundary, account.title, account.started_at)
    if existing is not None:
        return existing
    incident = Incident(boundary=boundary, declared_at=now(), declared_by=by.id, **vars(account))
    db.add(incident)
    await db.flush()
    case = found_in.ref if found_in else None
    await record(db, IncidentDeclared(severity=incident.severity, case=case), on=incident, by=by)
    if found_in is not None:
        await attach(db, found_in, incident, by=by)
    return incident
