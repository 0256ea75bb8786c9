"""Clocks that ran in the past: the ledger that verbs and sweeps would have left, made by the same arithmetic."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal, cast

from ...cases.models import Case
from ...clocks.events import (
    ClockBreached,
    ClockCancelled,
    ClockPaused,
    ClockResumed,
    ClockSatisfied,
    ClockStarted,
    ClockWarned,
)
from ...clocks.kinds import Kind, may_pause
from ...clocks.ledger import due_from_ledger, threshold_moment
from ...clocks.models import Clock
from ...clocks.policies import Severity, Terms, clock_policies
from ...clocks.readings import Entry, PauseReason
from ...platform.events import Event
from .past_turns import Wait
from .stories import Story

PastKind = Literal["first_response", "next_update", "resolution"]
End = Literal["satisfied", "cancelled"]
ENDS = defaultdict(str, {("next_update", "cancelled"): "the case was closed", ("resolution", "satisfied"): "resolved"})


def past_clock(
    number: int,
    case: Case,
    story: Story,
    kind: PastKind,
    since: datetime,
    until: datetime,
    end: End,
    waits: Sequence[Wait],
) -> tuple[Clock, list[Entry]] | None:
    """From its start to its end, with the pauses, warnings and the breach that verbs and a sweep would have written. None where
    nothing was owed."""
    customer, rules = story.account.customer, clock_policies()
    terms = Terms(
        severity=cast(Severity, case.severity), plan=customer.plan, cover=customer.is_covered(since),
        zone=story.contact.time_zone, around_the_clock=case.around_the_clock,
    )  # fmt: skip
    target = rules.target(kind, terms, since)
    if target is None:
        return None
    pinned = rules.calendars.in_force(target.calendar_key, since)
    started = Entry(what="started", at=since, minutes=target.minutes, calendar=pinned.ref, policy=target.policy_version)
    mine = [wait for wait in waits if may_pause(kind, wait.on_whom) and since <= wait.start and wait.end < until]
    return _ended(number, case, kind, _lived(started, until, mine), Entry(what=end, at=until, why=ENDS[kind, end]))


def past_promise(
    number: int, case: Case, words: str, since: datetime, until: datetime, kept_at: datetime | None, closed_at: datetime
) -> tuple[Clock, list[Entry]]:
    """Kept by the next word of ours, or ended with the case."""
    rules = clock_policies()
    pinned = rules.calendars.in_force("always", since)
    policy = rules.policy_at(since).version
    started = Entry(what="started", at=since, due_at=until, calendar=pinned.ref, policy=policy, why=words)
    ended = (
        Entry(what="satisfied", at=kept_at)
        if kept_at
        else Entry(what="cancelled", at=closed_at, why="the case was closed")
    )
    return _ended(number, case, "promise", _lived(started, ended.at, []), ended)


def _ended(number: int, case: Case, kind: Kind, lived: list[Entry], end: Entry) -> tuple[Clock, list[Entry]]:
    rules, started, ledger = clock_policies(), lived[0], [*lived, end]
    reading = due_from_ledger(ledger, rules.calendars)
    clock = Clock(
        id=number, boundary=case.boundary, case_id=case.id, holder="support", kind=kind, started_at=started.at,
        state=reading.state, policy_version=started.policy, calendar=started.calendar, target_minutes=started.minutes or 0,
    )  # fmt: skip
    clock.follow(reading, rules)
    return clock, ledger


def _lived(started: Entry, until: datetime, waits: Sequence[Wait]) -> list[Entry]:
    ledger = [started]
    for wait in waits:
        ledger += _told_meanwhile(ledger, wait.start)
        ledger += [Entry(what="paused", at=wait.start, why=wait.on_whom), Entry(what="resumed", at=wait.end)]
    return [*ledger, *_told_meanwhile(ledger, until)]


def _told_meanwhile(ledger: Sequence[Entry], until: datetime) -> list[Entry]:
    return list(_telling(ledger, until))


def _telling(ledger: Sequence[Entry], until: datetime) -> Iterable[Entry]:
    rules = clock_policies()
    reading = due_from_ledger(ledger, rules.calendars)
    for threshold in rules.thresholds(ledger[0].policy):
        moment = max(threshold_moment(reading, threshold, rules.calendars), reading.as_of)
        if moment < until and threshold > reading.warned and not reading.breach_told:
            yield Entry(what="warned", at=moment, due_at=reading.due_at, threshold=threshold)
    if reading.due_at and reading.due_at < until and not reading.breach_told:
        yield Entry(what="breached", at=reading.due_at, due_at=reading.due_at)


def fact_of(clock: Clock, entry: Entry) -> Event:
    about: dict[str, Any] = {"clock_id": clock.id, "case_id": clock.case_id, "kind": clock.kind, "holder": clock.holder}
    if entry.what == "started":
        return ClockStarted(**about, minutes=clock.target_minutes, calendar=clock.calendar, why=entry.why)
    if entry.what == "paused":
        return ClockPaused(**about, why=cast(PauseReason, entry.why))
    if entry.what == "resumed":
        return ClockResumed(**about)
    if entry.what == "satisfied":
        return ClockSatisfied(**about, late=clock.breached_at is not None)
    if entry.what == "cancelled":
        return ClockCancelled(**about, why=entry.why)
    due = entry.due_at.isoformat() if entry.due_at else ""
    if entry.what == "warned":
        return ClockWarned(**about, due_at=due, threshold=entry.threshold or 0)
    return ClockBreached(**about, due_at=due)
