"""Random lives of a clock against the minute-by-minute walk, and what holds for every ledger."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from escalations.clocks.attribution import RUNNING, attribution, bar
from escalations.clocks.ledger import advance, after, due_from_ledger, next_look, threshold_moment
from escalations.clocks.readings import ClockReading, Entry, What

from .hours import Shelf
from .minute_walk import MINUTE
from .strategies import NEAR_A_CHANGE, calendars, moments, thorough
from .walked import WalkedClock

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


WALKED: tuple[What, ...] = ("paused", "resumed", "satisfied", "retargeted", "carried_over")
EVERYTHING: tuple[What, ...] = tuple({what for possible in NEXT.values() for what in possible})


@st.composite
def lives(draw: st.DrawFn, among: tuple[What, ...] = EVERYTHING) -> Life:
    """In three calendars: the first, a later version of it, and another one of the same zone."""
    zone = draw(st.sampled_from(sorted(NEAR_A_CHANGE)))
    at, first = draw(moments(zone)), draw(calendars(zone))
    newer, other = replace(draw(calendars(zone)), version="2"), draw(calendars(zone, key="other"))
    shelf = Shelf.of(first, newer, other)
    entries = [Entry(what="started", at=at, minutes=draw(st.integers(1, 1200)), calendar=first.ref, policy="1")]
    reading = due_from_ledger(entries, shelf)
    for _ in range(draw(st.integers(0, 6))):
        at += timedelta(minutes=draw(st.integers(0, 900)))
        what = draw(st.sampled_from([what for what in NEXT[reading.state] if what in among]))
        entry = _entry(draw, what, at, [first.ref, newer.ref, other.ref])
        reading = after(reading, entry, shelf)
        entries.append(entry)
    return Life(entries, shelf, at + timedelta(minutes=draw(st.integers(0, 2880))))


def _entry(draw: st.DrawFn, what: What, at: datetime, refs: list[str]) -> Entry:
    """A carry-over without minutes is a new version of the hours, one with them a new policy."""
    entry = Entry(what=what, at=at, threshold=75 if what == "warned" else None)
    if what == "paused":
        return replace(entry, why=draw(st.sampled_from(["customer", "third_party"])))
    if what == "rescheduled":
        return replace(entry, due_at=at + timedelta(minutes=draw(st.integers(-600, 1200))))
    if what in ("retargeted", "carried_over"):
        only_hours = what == "carried_over" and draw(st.booleans())
        minutes = None if only_hours else draw(st.integers(1, 1200))
        return replace(entry, minutes=minutes, calendar=draw(st.sampled_from(refs)), policy=draw(st.sampled_from("12")))
    return entry


@thorough
@given(lives(WALKED))
def test_used_time_due_time_and_breach_are_what_the_walk_finds(life):
    """Pauses, new policies and new versions of hours, across changes of the clocks, minute by minute."""
    walked, reading = WalkedClock(life.entries[0], life.shelf), life.at_end()
    walked.live(life.entries[1:], life.end)
    assert (reading.used_minutes, reading.remaining_minutes) == (walked.used, walked.left)
    assert (reading.target, reading.calendar) == (walked.target * MINUTE, walked.calendar)
    assert reading.breached_at == walked.breached_at
    if reading.state == "running":
        due = walked.zero_at or walked.due_with(walked.calendar, walked.left)
        assert reading.due_at == due


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
        for thresholds in ((75, 90), ()):
            look = next_look(reading, life.shelf, thresholds)
            assert (look is not None) == (reading.state == "running")
        assert (reading.due_at is None) == (reading.state == "paused") or not reading.is_open
        if reading.state == "running":
            moments = [threshold_moment(reading, share, life.shelf) for share in (50, 75, 90)]
            assert moments == sorted(moments) and moments[-1] <= reading.due_at


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
        told = after(reading, Entry(what=what, at=reading.due_at, threshold=75), life.shelf)
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
