"""Telling people that a clock runs out or has run out: each of them once for each threshold, in their own time zone."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from ...people.actions import give_notice
from ...people.models import Person, Tone
from ...platform.db import Session
from ...platform.events import Recorded, Subject
from ...platform.time import now
from ..events import ClockBreached, ClockWarned
from ..kinds import KINDS
from ..models import Clock
from ..policies import clock_policies

Announced = Recorded[ClockWarned | ClockBreached]
DUTY_LEAD = "duty_lead"


async def still_so(db: Session, fact: Announced) -> bool:
    """A breach has happened whatever came after it; a warning is of use while the clock runs to the same due time."""
    clock = await db.get(Clock, fact.event.clock_id)
    if clock is None:
        return False
    stands = clock.state == "running" and clock.due_at == datetime.fromisoformat(fact.event.due_at)
    return stands or isinstance(fact.event, ClockBreached)


async def concerns_leads(db: Session, fact: Announced) -> bool:
    """From the second threshold on. That a follow-up is due is no lateness."""
    if isinstance(fact.event, ClockBreached):
        return fact.event.kind != "follow_up"
    clock = await db.get_one(Clock, fact.event.clock_id)
    return fact.event.threshold > clock_policies().thresholds(clock.policy_version)[0]


async def tell_of_clock(
    db: Session, people: Iterable[Person], fact: Announced, *, about: Subject, named: str, page: str
) -> int:
    """How many were told. `named` is what it is about, in words."""
    event = fact.event
    occasion = event.threshold if isinstance(event, ClockWarned) else "breached"
    told = 0
    for person in people:
        told += await give_notice(
            db, [person], about=about, page=page, text=words_of(event, named, now(), ZoneInfo(person.time_zone)),
            key=f"clock/{event.clock_id}/{event.round}/{occasion}", tone=tone_of(event),
        )  # fmt: skip
    return told


def words_of(event: ClockWarned | ClockBreached, named: str, at: datetime, zone: ZoneInfo) -> str:
    due, what = datetime.fromisoformat(event.due_at), KINDS[event.kind].words
    moment = _moment(due, at, zone)
    if event.kind == "follow_up":
        return f"{named} is back, as planned for {moment}."
    if isinstance(event, ClockBreached):
        if event.kind == "promise":
            return f"{named}: our promise to the customer is broken, it was due at {moment}."
        return f"{named}: {what} was due at {moment}."
    if due <= at:
        return f"{named}: {what} is due now, at {moment}."
    return f"{named}: {what} is due at {moment}."


def tone_of(event: ClockWarned | ClockBreached) -> Tone:
    if event.kind == "follow_up":
        return "info"
    return "bad" if isinstance(event, ClockBreached) else "warn"


def _moment(due: datetime, at: datetime, zone: ZoneInfo) -> str:
    """`16:00 CET`, with its day if that is not today for the reader."""
    local = due.astimezone(zone)
    day = "" if local.date() == at.astimezone(zone).date() else f"{local:%a %-d %b} "
    return f"{day}{local:%H:%M} {local.tzname()}"
