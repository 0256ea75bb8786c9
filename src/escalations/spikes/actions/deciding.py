"""How it is said that somebody was first."""

from ...people.models import Person
from ...platform.db import Session
from ..models import SpikeAlarm


async def decided_by(db: Session, alarm: SpikeAlarm) -> str:
    """Why a second decision is refused, and what to do instead."""
    person = await db.get(Person, alarm.decided_by) if alarm.decided_by else None
    who = person.name if person else "Escalations"
    if alarm.state == "promoted":
        return f"{who} already promoted {alarm.ref} to {alarm.incident_ref}. If it is none, resolve the incident and say why."
    return (
        f"{who} already rejected {alarm.ref}: {alarm.reason}. Declare an incident of your own if it is one after all."
    )
