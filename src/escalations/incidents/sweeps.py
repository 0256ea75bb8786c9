"""What time alone does to incidents: somebody is asked where nobody writes any more, or where whoever knew is gone."""

from datetime import datetime, timedelta

from ..coverage.queries import who_answers_for
from ..people.actions import give_notice
from ..platform.db import Session
from ..platform.events import SYSTEM, record
from ..platform.time import spell
from .events import IncidentLeftAlone
from .models import Incident
from .queries.leaving import forgotten_incidents, last_words

SILENT_AFTER = {"A": timedelta(hours=2), "B": timedelta(hours=8), "C": timedelta(hours=24)}
"""How long an active incident may go without a word of ours; one that is mitigated waits for its cause longer."""
MITIGATED_AFTER = timedelta(days=3)


async def tend_incidents(db: Session, at: datetime) -> int:
    """How many were left alone. Whoever answers for the cloud is told of each, and again after as long a silence."""
    forgotten = {incident.id for incident in await forgotten_incidents(db)}
    told = 0
    for incident, last in await last_words(db):
        silent = at - last
        if incident.id in forgotten:
            told += await _tell(db, incident, "whoever knew of it is not there any more", at)
        elif silent >= (SILENT_AFTER[incident.severity] if incident.state == "active" else MITIGATED_AFTER):
            told += await _tell(db, incident, f"no word on it for {spell(silent)}", at)
    return told


async def _tell(db: Session, incident: Incident, why: str, at: datetime) -> bool:
    there = await who_answers_for(db, incident.boundary)
    if there:
        await record(db, IncidentLeftAlone(why=why, to=[person.name for person in there]), on=incident, by=SYSTEM)
        text = f"{incident.ref} is {incident.state}, and {why}: {incident.title}"
        key = f"left-alone/{incident.id}/{at.isoformat()}"
        await give_notice(db, there, about=incident, page=f"/incidents/{incident.ref}", text=text, key=key, tone="warn")
    return bool(there)
