"""Is every clock's row what its ledger says, and nothing else?"""

from sqlmodel import select

from escalations.clocks.ledger import due_from_ledger
from escalations.clocks.models import Clock
from escalations.clocks.policies import clock_policies
from escalations.clocks.queries import ledgers_of
from escalations.platform.db import Session

CACHED = [
    "state",
    "why",
    "policy_version",
    "calendar",
    "target_minutes",
    "due_at",
    "warn_at",
    "breached_at",
    "satisfied_at",
]


async def recompute_every_clock(db: Session) -> int:
    rules = clock_policies()
    clocks = (await db.exec(select(Clock))).all()
    ledgers = await ledgers_of(db, [clock.id for clock in clocks])
    for clock in clocks:
        again = Clock(**clock.model_dump())
        again.follow(due_from_ledger(ledgers[clock.id], rules.calendars), rules)
        assert again.model_dump(include=set(CACHED)) == clock.model_dump(include=set(CACHED))
        assert (clock.wake_at is None) == (again.wake_at is None)
    return len(clocks)


async def told(db: Session, clock: Clock) -> list[str]:
    return [entry.what for entry in (await ledgers_of(db, [clock.id]))[clock.id]]
