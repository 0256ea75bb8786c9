"""Linking all that is suggested, taken back by whoever did it: a moment's mistake over a hundred cases is one click to mend."""

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now, spell
from ..events import IncidentLinkUndone
from ..models import CaseIncidentLink, Incident
from ..queries import UNDO_WITHIN, links_of_batch, newest_batch


async def undo_confirmations(db: Session, incident: Incident, *, by: Actor) -> list[CaseIncidentLink]:
    """They are suggested again, as they were. A link that somebody judged since is left to them."""
    allow(by, "work_cases")
    batch = await newest_batch(db, incident, now())
    if batch is None or batch.author_id != by.id:
        told = f"You linked no suggestions to {incident.ref} in one go within the last {spell(UNDO_WITHIN)}."
        raise Refused(f"{told} End a link on its case, with a reason.")
    links = await links_of_batch(db, incident, batch)
    for link in links:
        link.state, link.at, link.author_id, link.reason = "suggested", now(), None, ""
        await record(db, IncidentLinkUndone(case=link.case_ref, incident=incident.ref), on=link, by=by)
    await db.flush()
    return links
