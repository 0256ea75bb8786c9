"""A covered customer's case as it stood at a moment of the past: every fact from what was recorded by then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..cases.models import Case
from ..clocks.ledger import due_from_ledger
from ..clocks.readings import ClockReading, Entry, PinnedCalendars
from .backtesting import Then
from .plight import Plight


@dataclass(frozen=True)
class PastClock:
    kind: str
    ledger: Sequence[Entry]

    def reading(self, at: datetime, calendars: PinnedCalendars) -> ClockReading | None:
        known = [entry for entry in self.ledger if entry.at <= at]
        return due_from_ledger(known, calendars, at) if known else None

    def breached(self, after: datetime, until: datetime) -> bool:
        return any(entry.what == "breached" and after < entry.at <= until for entry in self.ledger)


@dataclass(frozen=True)
class Change:
    at: datetime
    was: str
    became: str


@dataclass(frozen=True)
class Span:
    start: datetime
    end: datetime | None = None
    name: str = ""

    def holds(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or self.end > at)


@dataclass
class PastCase:
    case: Case
    replies: list[datetime] = field(default_factory=list)
    severities: list[Change] = field(default_factory=list)
    reopened: list[datetime] = field(default_factory=list)
    transfers: list[datetime] = field(default_factory=list)
    incidents: list[Span] = field(default_factory=list)
    escalations: list[Span] = field(default_factory=list)
    moments: list[Span] = field(default_factory=list)
    clocks: list[PastClock] = field(default_factory=list)

    def was_open(self, at: datetime) -> bool:
        return self.case.opened_at <= at and (self.case.closed_at is None or self.case.closed_at > at)

    def then(self, at: datetime, ahead: timedelta, calendars: PinnedCalendars) -> Then:
        return Then(self._plight(at, calendars), any(clock.breached(at, at + ahead) for clock in self.clocks))

    def _plight(self, at: datetime, calendars: PinnedCalendars) -> Plight:
        readings = [(clock.kind, clock.reading(at, calendars)) for clock in self.clocks]
        running = [(one.due_at, kind) for kind, one in readings if one and one.state == "running" and one.due_at]
        due_at, due_kind = min(running, default=(None, None))
        theirs = any(one and one.state == "paused" and one.why == "customer" for _, one in readings)
        moment = min((one for one in self.moments if one.end and one.end > at), key=lambda one: one.start, default=None)
        return Plight(
            case_id=self.case.id, severity=self._severity(at), claimed=self.case.claimed, around_the_clock=self.case.around_the_clock,
            due_at=due_at, due_kind=due_kind, silent_since=None if theirs else self._last_word(at), reopened=_by(self.reopened, at),
            transfers=_by(self.transfers, at), incident=_holds(self.incidents, at), escalated=_holds(self.escalations, at),
            broken=sum(clock.kind == "promise" and clock.breached(self.case.opened_at, at) for clock in self.clocks),
            moment_at=moment.start if moment else None, moment=moment.name if moment else "",
        )  # fmt: skip

    def _last_word(self, at: datetime) -> datetime:
        return max((moment for moment in self.replies if moment <= at), default=self.case.opened_at)

    def _severity(self, at: datetime) -> str:
        known = [change for change in self.severities if change.at <= at]
        if known:
            return known[-1].became
        return self.severities[0].was if self.severities else self.case.severity


def boards(
    cases: Sequence[PastCase], moments: Sequence[datetime], ahead: timedelta, calendars: PinnedCalendars
) -> Iterator[tuple[datetime, list[Then]]]:
    for at in moments:
        yield at, [one.then(at, ahead, calendars) for one in cases if one.was_open(at)]


def _by(moments: Sequence[datetime], at: datetime) -> int:
    return sum(moment <= at for moment in moments)


def _holds(spans: Sequence[Span], at: datetime) -> bool:
    return any(span.holds(at) for span in spans)
