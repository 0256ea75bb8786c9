"""Whose turn it was, from the events that moved it, and to whom every second of a case belongs. Pure.

While it is our turn the hours of the case's response clock say which of the time counts as ours; what lies outside them
belongs to nobody. The loop that is still to be closed with a customer is ours.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from ..clocks.attribution import CLOSED, RUNNING, Piece, pieces
from ..clocks.calendars import SECOND
from ..clocks.readings import PinnedCalendars, Segment
from .events import CaseClosed, CaseReopened, TurnChanged, WaitEnded, WaitStarted

PARTIES = ("us", "customer", "product_group", "third_party", "out_of_hours", "resolved")
OURS = ("us", "close_the_loop")
MOVED_BY = tuple(kind.__name__ for kind in (WaitStarted, WaitEnded, TurnChanged, CaseClosed, CaseReopened))


class Told(Protocol):
    """A row of the event trail."""

    @property
    def at(self) -> datetime: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def told(self) -> str: ...

    def fact(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Turning:
    """The turn went to somebody. `who` did `what`, in the words of the trail; both are empty for the opening."""

    at: datetime
    turn: str
    who: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    start: datetime
    end: datetime
    moved: Turning

    @property
    def turn(self) -> str:
        return self.moved.turn

    @property
    def party(self) -> str:
        return "us" if self.turn in OURS else self.turn


@dataclass(frozen=True, slots=True)
class Hours:
    """From `since` on the response clock counted in this calendar."""

    since: datetime
    calendar: str


def turning_of(row: Told) -> Turning | None:
    """None for what moves no turn."""
    match row.fact():
        case WaitStarted(on_whom=turn):
            at = row.at
        case WaitEnded(since=since):
            at, turn = _since(since, row), "us"
        case TurnChanged(became=turn, since=since):
            at = _since(since, row)
        case CaseClosed():
            at, turn = row.at, "resolved"
        case CaseReopened():
            at, turn = row.at, "us"
        case _:
            return None
    return Turning(at, turn, row.actor_name, row.told)


def _since(since: str, row: Told) -> datetime:
    return datetime.fromisoformat(since) if since else row.at


def turns(opened_at: datetime, until: datetime, trail: Iterable[Told]) -> list[Stretch]:
    """From the opening to `until` without gap or overlap. What came to be known late takes effect after what it follows."""
    found: list[Stretch] = []
    current, begun = Turning(opened_at, "us"), opened_at
    for turning in filter(None, map(turning_of, trail)):
        at = min(max(turning.at, begun), until)
        if at > begun:
            found.append(Stretch(begun, at, current))
        current, begun = replace(turning, at=at), at
    if until > begun or not found:
        found.append(Stretch(begun, max(until, begun), current))
    return found


def hours_of(response_segments: Iterable[Segment]) -> list[Hours]:
    """The calendars in which the case's response clocks counted, one after the other."""
    found: list[Hours] = []
    counting = (segment for segment in response_segments if segment.what != "stopped")
    for segment in sorted(counting, key=lambda segment: segment.start):
        if not found or found[-1].calendar != segment.calendar:
            found.append(Hours(segment.start, segment.calendar))
    return found


def parts(stretches: Iterable[Stretch], hours: Sequence[Hours], calendars: PinnedCalendars) -> list[Piece]:
    """The same time in the names of `PARTIES`; `why` of what is out of hours names a holiday."""
    segments = [segment for stretch in stretches for segment in _segments(stretch, hours)]
    names = {RUNNING: "us", CLOSED: "out_of_hours"}
    return [replace(piece, label=names.get(piece.label, piece.label)) for piece in pieces(segments, calendars)]


def _segments(stretch: Stretch, hours: Sequence[Hours]) -> Iterable[Segment]:
    """What is ours is cut where the response clock changed its hours. The first hours hold from the opening on."""
    if stretch.party != "us" or not hours:
        yield Segment(stretch.start, stretch.end, "paused", stretch.party, "")
        return
    ends = [later.since for later in hours[1:]] + [stretch.end]
    begun = stretch.start
    for in_force, end in zip(hours, ends, strict=True):
        if begun < (end := min(end, stretch.end)):
            yield Segment(begun, end, "running", "", in_force.calendar)
            begun = end


def shares(found: Iterable[Piece]) -> dict[str, timedelta]:
    """Every party has its share, if only none."""
    total: defaultdict[str, timedelta] = defaultdict(timedelta)
    for piece in found:
        total[piece.label] += piece.end - piece.start
    return {party: total[party] for party in PARTIES}


def whole_seconds(found: Sequence[Piece]) -> dict[str, int]:
    """As `shares`, in seconds counted from the beginning, so that what is rounded off nowhere is lost or counted twice."""
    total = dict.fromkeys(PARTIES, 0)
    for piece in found:
        start = found[0].start
        total[piece.label] += (piece.end - start) // SECOND - (piece.start - start) // SECOND
    return total
