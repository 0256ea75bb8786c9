"""Clocks that ran in the past: the ledger that verbs and sweeps would have left, made by the same arithmetic."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, cast

from ...cases.models import Case
from ...clocks.events import ClockBreached, ClockCancelled, ClockSatisfied, ClockStarted, ClockWarned
from ...clocks.ledger import due_from_ledger
from ...clocks.models import Clock
from ...clocks.policies import Severity, clock_policies, target_for
from ...clocks.readings import Entry
from ...platform.events import Event
from .stories import Story

AnswerKind = Literal["first_response", "next_update"]
End = Literal["satisfied", "cancelled"]


def past_clock(
    number: int, case: Case, story: Story, kind: AnswerKind, since: datetime, until: datetime, end: End
) -> tuple[Clock, list[Entry]]:
    """From its start to its end, with the warning and the breach that a sweep would have written."""
    customer = story.account.customer
    target = target_for(
        kind, severity=cast(Severity, case.severity), plan=customer.plan, cover=customer.is_covered(since), at=since,
        zone=story.contact.time_zone,
    )  # fmt: skip
    calendars = clock_policies().calendars
    pinned = calendars.in_force(target.calendar_key, since)
    started = Entry(what="started", at=since, minutes=target.minutes, calendar=pinned.ref, policy=target.policy_version)
    why = "the case was closed" if end == "cancelled" else ""
    ledger = [started, *_told_meanwhile(started, until), Entry(what=end, at=until, why=why)]
    reading = due_from_ledger(ledger, calendars)
    clock = Clock(
        id=number, boundary=case.boundary, case_id=case.id, holder="support", kind=kind, started_at=since, state=reading.state,
        policy_version=target.policy_version, calendar=pinned.ref, target_minutes=target.minutes,
    )  # fmt: skip
    clock.follow(reading, calendars)
    return clock, ledger


def _told_meanwhile(started: Entry, until: datetime) -> Iterable[Entry]:
    reading = due_from_ledger([started], clock_policies().calendars)
    if reading.warn_at and reading.warn_at < until:
        yield Entry(what="warned", at=reading.warn_at, due_at=reading.due_at)
    if reading.due_at and reading.due_at < until:
        yield Entry(what="breached", at=reading.due_at, due_at=reading.due_at)


def fact_of(clock: Clock, entry: Entry) -> Event:
    about: dict[str, Any] = {"clock_id": clock.id, "case_id": clock.case_id, "kind": clock.kind, "holder": clock.holder}
    if entry.what == "started":
        return ClockStarted(**about, minutes=clock.target_minutes, calendar=clock.calendar)
    if entry.what == "satisfied":
        return ClockSatisfied(**about, late=clock.breached_at is not None)
    if entry.what == "cancelled":
        return ClockCancelled(**about, why=entry.why)
    due = entry.due_at.isoformat() if entry.due_at else ""
    return ClockWarned(**about, due_at=due) if entry.what == "warned" else ClockBreached(**about, due_at=due)
