"""Whose turn it was in the past, what was promised, and where the time of a closed case went."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ...cases.events import CaseClosed, WaitEnded, WaitStarted
from ...cases.models import Case, CaseTime
from ...cases.promises import Promised, promises_in
from ...cases.turns import hours_of, parts, turns, whole_seconds
from ...clocks.ledger import due_from_ledger
from ...clocks.policies import clock_policies
from ...clocks.readings import Entry, PauseReason
from ...platform.events import Event
from .stories import Story

SHORTEST = timedelta(minutes=40)
"""Nobody writes down that they wait for less."""


@dataclass(frozen=True)
class Wait:
    on_whom: PauseReason
    start: datetime
    end: datetime

    def facts(self) -> tuple[tuple[datetime, Event], tuple[datetime, Event]]:
        until = f"{self.end + timedelta(days=1):%Y-%m-%d %H:%M} UTC"
        because = "the customer wrote" if self.on_whom == "customer" else "they answered"
        ended = WaitEnded(on_whom=self.on_whom, because=because)
        return (self.start, WaitStarted(on_whom=self.on_whom, until=until)), (self.end, ended)


@dataclass(frozen=True)
class Past:
    """A row of the trail that need not be written to be read."""

    at: datetime
    event: Event
    actor_name: str = ""

    @property
    def told(self) -> str:
        return self.event.told()

    def fact(self) -> Event:
        return self.event


def waits_of(number: int, story: Story) -> list[Wait]:
    """Between our question and their answer. One in thirteen was noted hours later, one in seventeen went on after the answer,
    one in nine was somebody else's."""
    at, found = story.opened_at, []
    for turn, coming in zip(story.turns, (*story.turns[1:], None), strict=True):
        at += turn.after
        if turn.who == "engineer" and coming and coming.who == "customer" and coming.after > SHORTEST:
            start = at + (coming.after * 0.6 if number % 13 == 0 else timedelta(minutes=1))
            end = at + coming.after
            if number % 17 == 0:
                end += min(timedelta(minutes=90), _silence_after(story, end) * 0.8)
            found.append(Wait("third_party" if number % 9 == 0 else "customer", start, end))
    return found


def _silence_after(story: Story, moment: datetime) -> timedelta:
    at = story.opened_at
    for turn in story.turns:
        at += turn.after
        if at > moment:
            return at - moment
    return timedelta(minutes=20)


def promised_in(text: str, at: datetime) -> Promised | None:
    return next((one for one in promises_in(text, at, ZoneInfo("UTC")) if one.sure), None)


def next_words(story: Story) -> Iterator[datetime | None]:
    """For each turn, when an engineer writes again."""
    moments, at = [], story.opened_at
    for turn in story.turns:
        at += turn.after
        moments.append((at, turn.who))
    for number in range(len(moments)):
        yield next((moment for moment, who in moments[number + 1 :] if who == "engineer"), None)


def time_row(case: Case, waits: Iterable[Wait], response_ledgers: Sequence[Sequence[Entry]]) -> CaseTime:
    assert case.closed_at is not None
    calendars = clock_policies().calendars
    trail = [Past(at, event) for wait in waits for at, event in wait.facts()]
    trail.append(Past(case.closed_at, CaseClosed(resolution="fixed")))
    segments = [s for ledger in response_ledgers for s in due_from_ledger(ledger, calendars).segments]
    seconds = whole_seconds(parts(turns(case.opened_at, case.closed_at, trail), hours_of(segments), calendars))
    return CaseTime(case_id=case.id, boundary=case.boundary, closed_at=case.closed_at, **seconds)
