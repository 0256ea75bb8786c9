"""Whose turn it is when: members in order, handed over at a local time daily or weekly. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from .hours import Hours, instant
from .spans import Span

Every = Literal["day", "week"]


@dataclass(frozen=True)
class Turn:
    person_id: int
    span: Span


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The first member's turn begins with the first hand-over on or after `starts_on`. `handoff_day` is an ISO weekday and counts
    for weeks only; `handoff_at` are minutes since midnight; `hours` are those in which anybody is on call at all."""

    hours: Hours
    every: Every
    handoff_day: int
    handoff_at: int
    starts_on: date
    members: Sequence[int]

    def turns(self, whole: Span) -> Iterator[Turn]:
        """Those that fall into `whole`, cut to it."""
        if not self.members:
            return
        for number, handed in self._handovers(whole):
            if span := handed.within(whole):
                person = self.members[number % len(self.members)]
                yield from (Turn(person, hours) for hours in self.hours.between(span))

    @property
    def begins(self) -> datetime:
        return instant(self._first, self.handoff_at, self._zone)

    def handover_after(self, at: datetime) -> datetime:
        """The next one, so that whoever's turn is under way keeps it."""
        soon = Span(at, at + timedelta(days=15))
        return next((handed.start for _, handed in self._handovers(soon) if handed.start > at), self.begins)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.hours.time_zone)

    @property
    def _step(self) -> int:
        return 1 if self.every == "day" else 7

    @property
    def _first(self) -> date:
        ahead = (self.handoff_day - self.starts_on.isoweekday()) % 7 if self.every == "week" else 0
        return self.starts_on + timedelta(days=ahead)

    def _handovers(self, whole: Span) -> Iterator[tuple[int, Span]]:
        """Each begins where the one before it ended, however long the night was."""
        first, zone, step = self._first, self._zone, self._step
        number = max(0, ((whole.start.astimezone(zone).date() - first).days - 1) // step)
        start = instant(first + timedelta(days=number * step), self.handoff_at, zone)
        while start < whole.end:
            end = instant(first + timedelta(days=(number + 1) * step), self.handoff_at, zone)
            yield number, Span(start, end)
            number, start = number + 1, end
