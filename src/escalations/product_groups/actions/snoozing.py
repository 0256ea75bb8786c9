"""The group puts an escalation aside for a while. What it owes goes on running."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ...clocks.queries import open_clocks
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import exact, now
from ..events import EscalationSnoozed, EscalationWoken
from ..models import Escalation
from ..queries import hold
from .ending import about, allow_deciding, refuse_ended

LONGEST = timedelta(days=30)


async def snooze_escalation(db: Session, escalation: Escalation, until: datetime, reason: str, *, by: Person) -> None:
    """Out of sight until then, or until support says something. A clock that is due before that refuses it."""
    allow_deciding(by, escalation)
    await hold(db, escalation)
    refuse_ended(escalation, "put aside")
    if escalation.snoozed_until == until:
        return
    if not now() < until <= now() + LONGEST:
        raise Refused(f"Choose a time from now on, at most {LONGEST.days} days away.")
    due = [
        clock.due_at for clock in await open_clocks(db, escalation.case_id, escalation_id=escalation.id) if clock.due_at
    ]
    if due and min(due) < until:
        at = exact(min(due), ZoneInfo(by.time_zone))
        if min(due) <= now():
            raise Refused(f"Your answer was due at {at}. Answer first, then put it aside.")
        raise Refused(f"Your answer is due before that, at {at}. Put it aside until then at most.")
    escalation.snoozed_until = until
    fact = about(EscalationSnoozed, escalation, until=f"{until:%Y-%m-%d %H:%M} UTC", reason=reason.strip())
    await record(db, fact, on=escalation, by=by)


async def wake_escalation(db: Session, escalation: Escalation, because: str, *, by: Actor) -> None:
    allow_deciding(by, escalation)
    await hold(db, escalation)
    await rouse(db, escalation, because, by=by)


async def rouse(db: Session, escalation: Escalation, because: str, *, by: Actor) -> None:
    """The row must be held."""
    if escalation.snoozed_until is not None:
        escalation.snoozed_until = None
        await record(db, about(EscalationWoken, escalation, because=because), on=escalation, by=by)
