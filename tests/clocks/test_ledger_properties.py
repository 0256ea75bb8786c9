"""Random lives of a clock against the minute-by-minute walk, and what holds for every ledger."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from escalations.clocks.attribution import RUNNING, attribution, bar
from escalations.clocks.calendars import Calendar
from escalations.clocks.ledger import advance, after, due_from_ledger, next_look
from escalations.clocks.readings import ClockReading, Entry, What

from .hours import Shelf
from .minute_walk import Wall
from .strategies import NEAR_A_CHANGE, calendars, moments, thorough

NEXT: dict[str, list[What]] = {
    "running": ["paused", "satisfied", "warned", "breached", "retargeted", "carried_over", "rescheduled", "cancelled"],
    "paused": ["resumed", "paused", "satisfied", "retargeted", "carried_over", "rescheduled", "cancelled"],
    "satisfied": ["resumed"],
    "cancelled": ["resumed"],
}


@dataclass
class Life:
    entries: list[Entry]
    shelf: Shelf
    end: datetime

    def readings(self) -> list[ClockReading]:
        return [due_from_ledger(self.entries[: n + 1], self.shelf) for n in range(len(self.entries))]

    def at_end(self) -> ClockReading:
        return due_from_ledger(self.entries, self.shelf, self.end)


def _place(draw, pauses_only: bool):
    zone = draw(st.sampled_from(sorted(NEAR_A_CHANGE)))
    calendar: Calendar = draw(calendars(zone))
    other: Calendar = calendar if pauses_only else draw(calendars(zone, key="other"))
    return draw(moments(zone)), Shelf.of(calendar, other), calendar, other


@st.composite
def lives(draw: st.DrawFn, pauses_only: bool = False) -> Life:
    at, shelf, calendar, other = _place(draw, pauses_only)
    entries = [Entry(what="started", at=at, minutes=draw(st.integers(1, 1200)), calendar=calendar.ref, policy="1")]
    reading = due_from_ledger(entries, shelf)
    for _ in range(draw(st.integers(0, 6))):
        at += timedelta(minutes=draw(st.integers(0, 900)))
        possible = [
            what for what in NEXT[reading.state] if not pauses_only or what in ("paused", "resumed", "carried_over")
        ]
        what = draw(st.sampled_from(possible))
        entry = Entry(
            what=what, at=at, why=draw(st.sampled_from(["customer", "third_party"])) if what == "paused" else ""
        )
        if what in ("retargeted", "carried_over"):
            entry = replace(
                entry, minutes=draw(st.integers(1, 1200)), calendar=draw(st.sampled_from([calendar.ref, other.ref]))
            )
        if what == "rescheduled":
            entry = replace(entry, due_at=at + timedelta(minutes=draw(st.integers(-600, 1200))))
        reading = after(reading, entry, shelf)
        entries.append(entry)
    return Life(entries, shelf, at + timedelta(minutes=draw(st.integers(0, 2880))))


@thorough
@given(lives(pauses_only=True))
def test_used_time_and_due_time_are_what_the_walk_finds(life):
    """Pauses, resumptions and carried-over goals, in one calendar."""
    begun = life.entries[0]
    calendar = life.shelf.pinned(begun.calendar)
    wall, moment, used, target, running, due = Wall(calendar, begun.at), begun.at, 0, 0, False, None
    waiting = list(life.entries)
    while moment < life.end or waiting:
        while waiting and waiting[0].at == moment:
            entry = waiting.pop(0)
            running = {"started": True, "resumed": True, "paused": False}.get(entry.what, running)
            due = None if due == moment and not running else due
            if entry.minutes:
                target = entry.minutes
                due = None if due is None or used < target else due
            if running and due is None and used >= target:
                due = moment
        if moment >= life.end:
            break
        used += wall.is_open(moment) and running
        moment += timedelta(minutes=1)
        if running and due is None and used >= target:
            due = moment
    reading = life.at_end()
    assert reading.used_minutes == used
    assert reading.remaining_minutes == target - used
    if reading.state == "running":
        assert reading.due_at == due if due is not None else reading.due_at > life.end


@thorough
@given(lives())
def test_time_is_neither_lost_nor_counted_twice(life):
    reading = life.at_end()
    pieces = bar(reading, life.shelf)
    assert all(earlier.end == later.start for earlier, later in pairwise(pieces))
    assert not pieces or (pieces[0].start, pieces[-1].end) == (reading.started_at, reading.as_of)
    shares = attribution(reading, life.shelf)
    assert sum(shares.values(), timedelta()) == reading.as_of - reading.started_at
    assert shares.get(RUNNING, timedelta()) == reading.used


@thorough
@given(lives())
def test_a_running_clock_always_has_a_due_time_and_a_moment_to_look_at_it(life):
    for reading in life.readings():
        for warns in (True, False):
            look = next_look(reading, life.shelf, warns=warns)
            assert (look is not None) == (reading.state == "running")
        assert (reading.due_at is None) == (reading.state == "paused") or not reading.is_open
        if reading.state == "running":
            assert reading.warn_at <= reading.due_at


@thorough
@given(lives())
def test_a_breach_once_recorded_stays(life):
    breaches = [reading.breached_at for reading in [*life.readings(), life.at_end()]]
    first = next((breach for breach in breaches if breach), None)
    assert all(breach == first for breach in breaches[breaches.index(first) :])


@thorough
@given(lives(), st.integers(0, 2880))
def test_looking_in_between_changes_nothing(life, minutes):
    """Reading as of now and then as of later is reading as of later."""
    reading = due_from_ledger(life.entries, life.shelf)
    halfway = advance(reading, reading.as_of + timedelta(minutes=minutes), life.shelf)
    later = reading.as_of + timedelta(days=3)
    assert advance(halfway, later, life.shelf) == advance(reading, later, life.shelf)


@thorough
@given(lives(), st.sampled_from(["warned", "breached"]))
def test_telling_of_it_never_moves_the_due_time(life, what):
    reading = due_from_ledger(life.entries, life.shelf)
    if reading.state == "running":
        told = after(reading, Entry(what=what, at=reading.due_at), life.shelf)
        assert told.due_at == reading.due_at


@thorough
@given(lives(), st.integers(1, 1200), st.integers(0, 600))
def test_an_answer_never_becomes_due_later_by_a_tighter_promise(life, minutes, wait):
    reading = due_from_ledger(life.entries, life.shelf)
    tighter = min(minutes, reading.target // timedelta(minutes=1))
    if reading.state == "running" and tighter > 0:
        at = reading.as_of + timedelta(minutes=wait)
        entry = Entry(what="retargeted", at=at, minutes=tighter, calendar=reading.calendar)
        assert after(reading, entry, life.shelf).due_at <= reading.due_at
