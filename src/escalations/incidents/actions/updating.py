"""What is written on an incident while it lasts, for ourselves."""

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import IncidentUpdatePosted
from ..models import Incident, IncidentUpdate
from ..queries import newest_update


async def post_update(db: Session, incident: Incident, text: str, *, by: Actor) -> IncidentUpdate:
    """Internal: it also becomes a note on every open linked case. Sending the same text twice is one update."""
    allow(by, "declare_incidents")
    if incident.state == "resolved":
        raise Refused(f"{incident.ref} is resolved. Make it active again first if it is not over.")
    newest = await newest_update(db, incident)
    if newest is not None and (newest.text, newest.author_id) == (text, by.id):
        return newest
    update = await write(db, incident, text, by=by)
    await record(db, IncidentUpdatePosted(update_id=update.id), on=incident, by=by)
    return update


async def write(db: Session, incident: Incident, text: str, *, by: Actor) -> IncidentUpdate:
    """The row alone; the verb that calls it records its own event."""
    update = IncidentUpdate(
        boundary=incident.boundary, incident_id=incident.id, at=now(), text=text, state=incident.state, author_id=by.id, author_name=by.name,
    )  # fmt: skip
    db.add(update)
    await db.flush()
    return update
