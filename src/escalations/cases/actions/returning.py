"""Cases come back to their queue from people who cannot or do not work on them. They keep their age, and go on to somebody else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ...coverage.spans import Span
from ...people.models import Person
from ...people.roles import may
from ...platform.db import Session, nothing_to_record
from ...platform.events import SYSTEM, record
from ...routing.rule_files import rule_set
from ..events import CaseUnassigned
from ..models import Case
from ..queries.ownership import (
    Holder,
    acted_since,
    acts_of_owners,
    cases_held_by,
    holders,
    is_owed,
    is_unheard,
    note_heard,
)
from ..queries.rosters import away_around, end_of_last_shift, shifts_of
from .assigning import lay_down, tell

MOST_AT_ONCE = 200
AT_ONCE = 25
"""So many go back in one transaction, which holds them from people and jobs until it ends."""
LONG = timedelta(days=9)
"""Whoever has no shift within the days that are looked ahead comes back after any clock."""


@dataclass(frozen=True)
class Absence:
    """`since` is None for somebody who said that they are offline."""

    why: str
    since: datetime | None
    until: datetime


async def return_cases(db: Session, at: datetime, limit: int = MOST_AT_ONCE) -> int:
    """How many went back. Two of these at once, or one after the other, move nothing twice."""
    people, away = await holders(db, at), await away_around(db, at)
    unable = {(one.id, one.boundary): one for one in people if _is_unable(one)}
    working = [one for one in people if (one.id, one.boundary) not in unable]
    absent = {(one.id, one.boundary): gone for one in working if (gone := absence_of(one, at, away.get(one.id, ())))}
    there = [one for one in working if (one.id, one.boundary) not in absent]
    return sum(
        [
            await _from_unable(db, unable, at, limit),
            await _from_absent(db, absent, at, limit),
            await _from_silent(db, there, at, limit),
        ]
    )


async def return_case(db: Session, case: Case, cause: str, reason: str, at: datetime) -> None:
    """From whoever owns it, who is told unless they may not know of it any more. The caller has locked it."""
    assert case.owner_id is not None, "only what somebody owns goes back"
    was = await db.get_one(Person, case.owner_id)
    lay_down(case, at)
    event = CaseUnassigned(was=was.name, reason=reason, owner_id=was.id, cause=cause)
    await record(db, event, on=case, by=SYSTEM, topics=(f"owner/{was.id}",))
    if cause in ("gone", "silent"):
        await tell(
            db, [was], case, f"{case.ref} went back to its queue: {reason}. {case.title}", f"returned-{was.id}", "warn"
        )


def absence_of(one: Holder, at: datetime, away: Sequence[Span] = ()) -> Absence | None:
    """None while they are on shift and have not said that they are gone, and for a moment after the end of a shift."""
    shifts = shifts_of(one, at, away)
    coming = next((shift.start for shift in shifts if shift.start > at), at + LONG)
    if one.presence == "offline":
        return Absence(f"{one.name} is offline", None, coming)
    grace = timedelta(minutes=rule_set().assignment.off_shift_grace)
    ended = end_of_last_shift(one, at, away)
    if any(shift.start <= at for shift in shifts) or (ended is not None and at - ended < grace):
        return None
    gone = "away" if any(span.holds(at) for span in away) else "off shift"
    return Absence(f"{one.name} is {gone} until {coming:%Y-%m-%d %H:%M} UTC", ended or at - LONG, coming)


async def _from_unable(db: Session, people: dict[tuple[int, str], Holder], at: datetime, limit: int) -> int:
    """Whose turn it is does not matter: they can do nothing on it any more."""
    cases = await cases_held_by(db, people, limit=limit) if people else []
    for case in cases:
        one = people[_held(case)]
        if one.disabled_at is not None or not may(one, "work_cases"):
            await return_case(db, case, "disabled", f"{one.name} no longer works on cases", at)
        else:
            await return_case(db, case, "uncleared", f"{one.name} is no longer cleared for {case.boundary}", at)
    return len(cases)


async def _from_absent(db: Session, people: dict[tuple[int, str], Absence], at: datetime, limit: int) -> int:
    """Critical ones at once, others when a clock would run out before they are back."""
    if not people:
        return 0
    last = max(absence.until for absence in people.values())
    back = 0
    for case in await cases_held_by(db, people, is_owed(last), limit=limit):
        absence = people[_held(case)]
        if back < AT_ONCE and await _must_not_wait(db, case, absence):
            await return_case(db, case, "gone", absence.why, at)
            back += 1
    return back


async def _must_not_wait(db: Session, case: Case, absence: Absence) -> bool:
    """Somebody who went on working on it after their shift still has it in hand."""
    if case.severity != "A" and (case.due_at is None or case.due_at >= absence.until):
        return False
    return absence.since is None or not await acted_since(db, case, absence.since)


async def _from_silent(db: Session, people: Iterable[Holder], at: datetime, limit: int) -> int:
    """Those who are there and have done nothing on it. That they did something is noted, so that nobody asks again."""
    there = {(one.id, one.boundary): one for one in people}
    allowed = rule_set().assignment.acknowledge_within
    since = at - timedelta(minutes=min(allowed.A, allowed.B, allowed.C))
    cases = await cases_held_by(db, there, is_unheard(since), limit=limit) if there else []
    acts = await acts_of_owners(db, cases)
    silent = [case for case in cases if case.id not in acts and _is_silent(case, there[_held(case)], at)]
    if acts:
        await note_heard(db, acts)
        nothing_to_record(db, "what the owner did is recorded already")
    for case in silent:
        minutes = allowed.at(case.severity)
        await return_case(
            db, case, "silent", f"{there[_held(case)].name} did nothing on it within {minutes} minutes", at
        )
    return len(silent)


def _is_silent(case: Case, owner: Holder, at: datetime) -> bool:
    """Counted from the beginning of their shift, where that came later."""
    began = next((shift.start for shift in shifts_of(owner, at) if shift.start <= at), None)
    assigned = case.assigned_at or at
    allowed = timedelta(minutes=rule_set().assignment.acknowledge_within.at(case.severity))
    return began is not None and at - max(assigned, began) >= allowed


def _is_unable(one: Holder) -> bool:
    return one.disabled_at is not None or not one.is_cleared or not may(one, "work_cases")


def _held(case: Case) -> tuple[int, str]:
    assert case.owner_id is not None
    return case.owner_id, case.boundary
