"""What is done to several clocks of a case in one go: they get their numbers first, then their ledgers and what is told of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from ...platform.db import Session
from ...platform.events import SYSTEM, Actor, number_with_events, record
from ..events import AboutClock
from ..models import Clock, ClockEvent
from ..policies import clock_policies
from ..readings import ClockReading, Entry
from .entering import told_of_breach, unfold

Fact = Callable[[], AboutClock]
"""Asked for when the clock has its number."""


@dataclass(frozen=True)
class Move:
    """Each entry with its round. Breaches are noted by the system, `fact` is told of whoever did it."""

    clock: Clock
    entries: tuple[tuple[Entry, int], ...]
    fact: Fact
    breaches: tuple[Fact, ...] = ()


def move(clock: Clock, before: ClockReading, entry: Entry, fact: Callable[[Clock, ClockReading], AboutClock]) -> Move:
    """The clock follows at once, and must be held; nothing is written yet."""
    rules = clock_policies()
    written = unfold(before, entry, rules.calendars)
    reading = written[-1][1]
    clock.follow(reading, rules)
    breaches = tuple(partial(told_of_breach, clock, noted) for one, noted in written if one.what == "breached")
    return Move(clock, tuple((one, noted.round) for one, noted in written), partial(fact, clock, reading), breaches)


async def write_moves(db: Session, moves: Sequence[Move], *, by: Actor, more: int = 0) -> None:
    """`more` events are recorded right after it."""
    db.add_all(one.clock for one in moves)
    await number_with_events(db, events_of(moves) + more)
    await tell_moves(db, moves, by=by)


def events_of(moves: Sequence[Move]) -> int:
    return sum(1 + len(one.breaches) for one in moves)


async def tell_moves(db: Session, moves: Sequence[Move], *, by: Actor) -> None:
    """Of clocks that have their numbers."""
    for one in moves:
        db.add_all(ClockEvent.writing(entry, one.clock, round) for entry, round in one.entries)
        for breach in one.breaches:
            await record(db, breach(), on=one.clock, by=SYSTEM)
        await record(db, one.fact(), on=one.clock, by=by)
