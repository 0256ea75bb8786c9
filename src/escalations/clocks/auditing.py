"""Which pauses of a case's clocks want explaining, and how much open time they kept from the clocks without right. Pure.

A pause is right while a question of ours lies with the customer: it begins after we wrote, and ends when they do.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from ..platform.time import spell
from .calendars import MINUTE
from .kinds import WAITING
from .ledger import after, due_from_ledger
from .readings import NONE, ClockReading, Entry, PauseReason, PinnedCalendars

FindingKind = Literal["message_inside", "no_question", "near_due", "ping_pong"]
FINDINGS: dict[FindingKind, str] = {
    "message_inside": "The customer wrote, and it stayed paused",
    "no_question": "Paused without a question",
    "near_due": "Paused around its due time",
    "ping_pong": "Paused again and again",
}
SAME_MOMENT = timedelta(minutes=1)
"""Clocks that one act pauses are paused within it, and a reply and the wait that follows it belong together."""
ASKED_WITHIN = timedelta(hours=1)
NEARLY_DUE = timedelta(minutes=15)
OFTEN, WITHIN = 3, timedelta(hours=24)


@dataclass(frozen=True)
class Pause:
    """Of all clocks that stood still together. `left` is the open time that the tightest of them had when it stopped."""

    start: datetime
    end: datetime
    why: PauseReason
    left: timedelta
    calendar: str


@dataclass(frozen=True)
class Spoken:
    at: datetime
    by_customer: bool


@dataclass(frozen=True)
class PauseFinding:
    """`minutes` of open time should have counted and did not."""

    kind: FindingKind
    pause: Pause
    minutes: int
    says: str


def pauses_in(ledgers: Iterable[Sequence[Entry]], calendars: PinnedCalendars, until: datetime) -> list[Pause]:
    """In the order in which they began. One that still lasts ends at `until`."""
    found = sorted((p for ledger in ledgers for p in _of(ledger, calendars, until)), key=lambda pause: pause.start)
    joined: list[Pause] = []
    for pause in found:
        last = joined[-1] if joined else None
        if last and last.why == pause.why and pause.start - last.start <= SAME_MOMENT:
            tighter = min(last, pause, key=lambda one: one.left)
            joined[-1] = replace(tighter, start=last.start, end=max(last.end, pause.end))
        else:
            joined.append(pause)
    return joined


def _of(ledger: Sequence[Entry], calendars: PinnedCalendars, until: datetime) -> Iterable[Pause]:
    if not any(entry.what == "paused" for entry in ledger):
        return
    before = due_from_ledger(ledger[:1], calendars)
    begun: ClockReading | None = None
    for entry in ledger[1:]:
        reading = after(before, entry, calendars)
        if begun and reading.state != "paused":
            yield _pause(begun, reading.as_of)
            begun = None
        if reading.state == "paused" and (begun is None or begun.why != reading.why):
            if begun:
                yield _pause(begun, reading.as_of)
            begun = reading
        before = reading
    if begun:
        yield _pause(begun, max(until, begun.as_of))


def _pause(begun: ClockReading, end: datetime) -> Pause:
    return Pause(begun.as_of, end, begun.why, begun.left, begun.calendar)  # type: ignore[arg-type]


def audit(
    pauses: Sequence[Pause], spoken: Sequence[Spoken], calendars: PinnedCalendars, unasked: Collection[datetime] = ()
) -> list[PauseFinding]:
    """In the order of the pauses. `unasked` are the moments at which somebody began to wait without saying for what."""
    found = [finding for pause in pauses for finding in _about(pause, spoken, calendars, unasked)]
    return sorted([*found, *_ping_pong(pauses)], key=lambda finding: finding.pause.start)


def lost_minutes(findings: Iterable[PauseFinding]) -> int:
    """No minute twice, however much is to be said about its pause."""
    most: dict[Pause, int] = {}
    for finding in findings:
        most[finding.pause] = max(most.get(finding.pause, 0), finding.minutes)
    return sum(most.values())


def _about(
    pause: Pause, spoken: Sequence[Spoken], calendars: PinnedCalendars, unasked: Collection[datetime]
) -> Iterable[PauseFinding]:
    if pause.why != "customer":
        return
    if not _asked(pause, spoken, unasked):
        yield PauseFinding(
            "no_question",
            pause,
            _lost(pause, pause.start, calendars),
            "Nobody had written to the customer in the hour before.",
        )
    wrote = next((one.at for one in spoken if one.by_customer and pause.start < one.at < pause.end - SAME_MOMENT), None)
    if wrote:
        says = f"It went on for {spell(pause.end - wrote)} after the customer had written."
        yield PauseFinding("message_inside", pause, _lost(pause, wrote, calendars), says)
    if abs(pause.left) <= NEARLY_DUE:
        yield PauseFinding("near_due", pause, 0, _how_near(pause.left))


def _lost(pause: Pause, since: datetime, calendars: PinnedCalendars) -> int:
    return calendars.pinned(pause.calendar).open_between(since, pause.end) // MINUTE


def _asked(pause: Pause, spoken: Sequence[Spoken], unasked: Collection[datetime]) -> bool:
    if any(abs(moment - pause.start) <= SAME_MOMENT for moment in unasked):
        return False
    since = pause.start - ASKED_WITHIN
    return any(not one.by_customer and since <= one.at <= pause.start + SAME_MOMENT for one in spoken)


def _how_near(left: timedelta) -> str:
    if left <= NONE:
        return f"It had run out {spell(left)} of open time before."
    return f"{spell(left)} of open time were left."


def _ping_pong(pauses: Sequence[Pause]) -> Iterable[PauseFinding]:
    """Once for each run of pauses, at its last one."""
    run: list[Pause] = []
    for pause in pauses:
        recent = [one for one in run if pause.start - one.start <= WITHIN]
        if len(recent) < OFTEN - 1 and len(run) >= OFTEN:
            yield _often(run)
        run = [*run, pause] if len(run) >= OFTEN and len(recent) >= OFTEN - 1 else [*recent, pause]
    if len(run) >= OFTEN:
        yield _often(run)


def _often(run: Sequence[Pause]) -> PauseFinding:
    reasons = ", ".join(dict.fromkeys(WAITING[pause.why] for pause in run))
    says = f"{len(run)} pauses in {spell(run[-1].start - run[0].start)}, {reasons}."
    return PauseFinding("ping_pong", run[-1], 0, says)
