"""What one clock did: its bar, its ledger in words, and how its due time came about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..clocks.attribution import CLOSED, Piece, pieces
from ..clocks.chip import ClockChip, chip
from ..clocks.kinds import WAITING
from ..clocks.models import Clock
from ..clocks.policies import clock_policies
from ..clocks.readings import ClockReading, Entry, Segment
from ..clocks.wording import entry_words, made_of
from ..platform.events import EventRow
from ..platform.time import now
from .bars import Bar, Row, Scale, bar
from .queries.time import OF_LEDGERS
from .turns import PARTIES

MOVING = ("started", "paused", "resumed", "satisfied", "cancelled", "merged")
TOLD = ("warned", "breached")
Told = Sequence[tuple[Entry, EventRow | None]]


@dataclass(frozen=True)
class LedgerLine:
    at: datetime
    what: str
    who: str


@dataclass(frozen=True)
class ClockAccount:
    """`made` says how the due time came about, `words` what a promise promises."""

    clock: Clock
    chip: ClockChip
    bar: Bar
    made: list[tuple[str, str]]
    ledger: list[LedgerLine]
    words: str = ""

    @property
    def called(self) -> str:
        holder = "" if self.clock.holder == "support" else f", {self.clock.holder.replace('_', ' ')}"
        return self.clock.nature.words.capitalize() + holder


def account_of(
    clock: Clock, ledger: Sequence[Entry], reading: ClockReading, trail: Iterable[EventRow], scale: Scale
) -> ClockAccount:
    told = list(_told_of(clock, ledger, trail))
    lines = [LedgerLine(entry.at, entry_words(entry, scale.zone), _who(row)) for entry, row in told]
    begun = [row for segment in _drawn(reading) for row in _rows(segment, told, _late(ledger, reading), scale)]
    name = f"{clock.nature.words} clock"
    drawn = bar(f"clock-{clock.id}", name, begun, list(_pieces(reading, begun)), scale, reading.due_at)
    words = ledger[0].why if clock.kind == "promise" else ""
    return ClockAccount(clock, chip(clock, now()), drawn, made_of(reading, ledger[0], scale.zone), lines, words)


def _told_of(
    clock: Clock, ledger: Sequence[Entry], trail: Iterable[EventRow]
) -> Iterable[tuple[Entry, EventRow | None]]:
    """Each entry with the event that was recorded with it: both were written in the same order."""
    rows = [row for row in trail if row.subject == clock.subject]
    for entry in ledger:
        row = next((row for row in rows if row.action == OF_LEDGERS[entry.what]), None)
        if row:
            rows.remove(row)
        yield entry, row


def _who(row: EventRow | None) -> str:
    return row.actor_name if row else ""


def _drawn(reading: ClockReading) -> Sequence[Segment]:
    """After its end there is nothing to draw, unless it ran on later."""
    return reading.segments[:-1] if reading.segments and reading.segments[-1].what == "stopped" else reading.segments


def _late(ledger: Sequence[Entry], reading: ClockReading) -> list[tuple[datetime, datetime]]:
    """From each breach to what ended or moved it."""
    found: list[tuple[datetime, datetime]] = []
    since: datetime | None = None
    for entry in ledger:
        if entry.what == "breached":
            since = entry.at
        elif since and entry.what not in TOLD:
            found.append((since, entry.at))
            since = None
    if reading.state == "running" and reading.due_at and reading.due_at < reading.as_of:
        found.append((since or reading.due_at, reading.as_of))
    return found


def _rows(segment: Segment, told: Told, late: Sequence[tuple[datetime, datetime]], scale: Scale) -> Iterable[Row]:
    entry, row = next(pair for pair in reversed(told) if pair[0].what in MOVING and pair[0].at <= segment.start)
    moved = (row.told, row.actor_name) if row else (entry_words(entry, scale.zone), "")
    if segment.what != "running":
        yield Row(segment.start, segment.end, *_still(segment), *moved)
        return
    place = segment.start
    for since, until in late:
        since, until = max(since, segment.start), min(until, segment.end)
        if since < until:
            if place < since:
                yield Row(place, since, "running", "Running", *moved)
            yield Row(since, until, "late", "Running late", "It ran out", "")
            place = until
    if place < segment.end:
        yield Row(place, segment.end, "running", "Running", *moved)


def _still(segment: Segment) -> tuple[str, str]:
    """A pause looks like the turn of whoever it waits for."""
    if segment.what != "paused":
        return "stopped", "Ended"
    kind = segment.why if segment.why in PARTIES else "paused"
    return kind, f"Paused, {WAITING.get(segment.why, segment.why)}"  # type: ignore[call-overload]


def _pieces(reading: ClockReading, begun: Sequence[Row]) -> Iterable[Row]:
    for piece in pieces(_drawn(reading), clock_policies().calendars):
        if piece.label == CLOSED:
            yield shut(piece)
        else:
            yield from cut(piece, begun)


def shut(piece: Piece) -> Row:
    what = f"Out of hours, {piece.why}" if piece.why else "Out of hours"
    return Row(piece.start, piece.end, "shut", what, "hours closed")


def cut(piece: Piece, begun: Iterable[Row]) -> Iterable[Row]:
    """The piece in the names of the stretches that it lies in."""
    for row in begun:
        start, end = max(row.start, piece.start), min(row.end, piece.end)
        if start < end:
            moved = (row.moved, row.who) if start == row.start else ("hours opened", "")
            yield Row(start, end, row.kind, row.what, *moved)
