"""What is written on an incident while it lasts, for ourselves."""

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..accounts import refuse_merged
from ..events import IncidentUpdatePosted, IncidentUpdateSpread
from ..models import Incident, IncidentUpdate
from ..queries import count_untold, newest_update


async def post_update(db: Session, incident: Incident, text: str, *, by: Actor, spread: bool = True) -> IncidentUpdate:
    """Internal: with `spread` it also becomes a note on every open linked case. Sending the same text twice is one update."""
    allow(by, "declare_incidents")
    refuse_merged(incident)
    if incident.state == "resolved":
        raise Refused(f"{incident.ref} is resolved. Make it active again first if it is not over.")
    newest = await newest_update(db, incident)
    if newest is not None and (newest.text, newest.author_id) == (text, by.id):
        return newest
    update = await write(db, incident, text, by=by)
    await record(db, IncidentUpdatePosted(update_id=update.id, spread=spread), on=incident, by=by)
    return update


async def spread_update(db: Session, incident: Incident, update: IncidentUpdate, *, by: Actor) -> int:
    """On the open linked cases that do not have it yet. Answers with how many those are; none, and nothing happens."""
    allow(by, "declare_incidents")
    refuse_merged(incident)
    waiting = await count_untold(db, incident, update)
    if waiting:
        await record(db, IncidentUpdateSpread(update_id=update.id, cases=waiting), on=incident, by=by)
    return waiting


async def write(db: Session, incident: Incident, text: str, *, by: Actor) -> IncidentUpdate:
    """The row alone; the verb that calls it records its own event."""
    update = IncidentUpdate(
        boundary=incident.boundary, incident_id=incident.id, at=now(), text=text, state=incident.state, author_id=by.id, author_name=by.name,
    )  # fmt: skip
    db.add(update)
    await db.flush()
    return update
