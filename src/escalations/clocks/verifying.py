"""Whether the rows of open clocks say what their ledgers say; where they do not, the ledger is right."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..platform.db import Session
from ..platform.events import Actor, record
from .actions.entering import about, hold
from .events import ClockMended
from .ledger import due_from_ledger
from .models import Clock, cached
from .policies import ClockRules, clock_policies
from .queries import ledgers_of, reading_of
from .readings import Entry

NO_LEDGER = ("ledger",)


@dataclass(frozen=True, slots=True)
class Difference:
    clock: Clock
    wrong: tuple[str, ...]
    """The columns that say something else."""

    @property
    def is_mendable(self) -> bool:
        return self.wrong != NO_LEDGER


async def differences_among(db: Session, clocks: Sequence[Clock]) -> list[Difference]:
    rules, ledgers = clock_policies(), await ledgers_of(db, [clock.id for clock in clocks])
    found = (Difference(clock, wrong_columns(clock, ledgers.get(clock.id, []), rules)) for clock in clocks)
    return [difference for difference in found if difference.wrong]


def wrong_columns(clock: Clock, ledger: Sequence[Entry], rules: ClockRules) -> tuple[str, ...]:
    """After a breach the next reminder depends on when the last one was told, which no ledger says."""
    if not ledger:
        return NO_LEDGER
    reading = due_from_ledger(ledger, rules.calendars)
    right = cached(reading, clock.kind, rules)._asdict()
    if reading.breach_told and clock.wake_at is not None:
        del right["wake_at"]
    return tuple(name for name, value in right.items() if getattr(clock, name) != value)


async def mend_clock(db: Session, difference: Difference, *, by: Actor) -> None:
    clock = difference.clock
    await hold(db, clock)
    clock.follow(await reading_of(db, clock), clock_policies())
    due_at = clock.due_at.isoformat() if clock.due_at else ""
    await record(db, about(ClockMended, clock, wrong=list(difference.wrong), due_at=due_at), on=clock, by=by)
