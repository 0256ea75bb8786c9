"""Who could take a case at this moment, for the routing decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from msgspec.structs import replace
from sqlalchemy import func, select, text
from sqlmodel import col

from ...coverage.queries import away_between
from ...coverage.spans import Span, minus
from ...people.models import Clearance, Person, Specialty
from ...people.roles import PERMISSIONS
from ...people.shifts import Worker, shift_window
from ...platform.db import Session
from ...platform.time import now
from ...routing.roster import Candidate, Shift
from .kept_rosters import held_and_mark, keep, kept_at, units_held

WORKERS = tuple(role for role, permissions in PERMISSIONS.items() if "work_cases" in permissions)
_GIVING_OUT = 5_021_944
_BACK, _AHEAD = timedelta(days=9), timedelta(days=60)


async def hold_roster(db: Session) -> None:
    """To the end of this transaction nobody else gives out work. What is read from now on counts what others gave out before.

    Taken before loads are read that an assignment rests on; never while waiting for a row of a case.
    """
    await db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _GIVING_OUT})


async def roster(db: Session, last_given_to: Sequence[int] | None = None) -> list[Candidate]:
    """Everybody who works cases, with clearances, shifts and load as they are now. When each was last given something is a look into
    all their cases, so whoever need not know of everybody names those of whom they must."""
    at = now()
    held, mark = await held_and_mark(db, at, Span(at - _BACK, at + _AHEAD), last_given_to)
    people = kept_at(mark, at)
    if people is None:
        people = await _without_load(db, at)
        keep(mark, at, people)
    return [_loaded(one, *held.get(one.person_id, (0, None))) for one in people]


async def _without_load(db: Session, at: datetime) -> tuple[Candidate, ...]:
    query = select(*_COLUMNS).where(col(Person.disabled_at).is_(None), col(Person.role).in_(WORKERS))
    workers = (await db.execute(query.order_by(col(Person.id)))).all()
    skills, clearances = await _levels(db), await _open_clearances(db, at)
    away, alike = await away_around(db, at), dict[tuple[Shift, ...], tuple[Shift, ...]]()
    people = [
        _candidate(one, skills.get(one.id, {}), clearances.get(one.id, {}), 0, None, at, away.get(one.id, ()))
        for one in workers
    ]
    return tuple(replace(one, shifts=alike.setdefault(one.shifts, one.shifts)) for one in people)


async def with_loads(
    db: Session, people: Iterable[Candidate], last_given_to: Sequence[int] | None = None
) -> list[Candidate]:
    """The same people with what they have in hand now."""
    held = await units_held(db, last_given_to)
    return [_loaded(one, *held.get(one.person_id, (0, None))) for one in people]


def as_candidate(
    person: Person,
    specialties: dict[str, int],
    clearances: list[Clearance],
    used: int = 0,
    last: datetime | None = None,
    away: Sequence[Span] = (),
) -> Candidate:
    ends = ((one.boundary, one.expires_at, one.revoked_at) for one in clearances if one.is_open(now()))
    return _candidate(person, specialties, _latest(ends), used, last, now(), away)


_COLUMNS = (
    col(Person.id), col(Person.name), col(Person.role), col(Person.presence), col(Person.capacity), col(Person.languages),
    col(Person.time_zone), col(Person.shift_start), col(Person.shift_end), col(Person.shift_days),
)  # fmt: skip


def _candidate(
    person: Any, levels: Mapping[str, int], ends: dict[str, datetime | None], used: int, last: datetime | None, at: datetime, away: Sequence[Span]
) -> Candidate:  # fmt: skip
    return Candidate(
        person_id=person.id, name=person.name, role=person.role, presence=person.presence, capacity=person.capacity, load=used,
        specialties=levels, languages=tuple(person.languages), clearances=ends, shifts=shifts_of(person, at, away), last_assigned_at=last,
    )  # fmt: skip


def _loaded(one: Candidate, used: int, last: datetime | None) -> Candidate:
    return one if (one.load, one.last_assigned_at) == (used, last) else replace(one, load=used, last_assigned_at=last)


async def _levels(db: Session) -> dict[int, dict[str, int]]:
    levels = func.jsonb_object_agg(col(Specialty.family), col(Specialty.level))
    found = await db.execute(select(col(Specialty.person_id), levels).group_by(col(Specialty.person_id)))
    return {row[0]: row[1] for row in found}


async def _open_clearances(db: Session, at: datetime) -> dict[int, dict[str, datetime | None]]:
    query = select(
        col(Clearance.person_id), col(Clearance.boundary), col(Clearance.expires_at), col(Clearance.revoked_at)
    )
    open_now = (
        col(Clearance.granted_at) <= at,
        col(Clearance.expires_at) > at,
        func.coalesce(col(Clearance.revoked_at) > at, True),
    )
    held: dict[int, list[tuple[str, datetime, datetime | None]]] = {}
    for person_id, *rest in await db.execute(query.where(*open_now)):
        held.setdefault(person_id, []).append((rest[0], rest[1], rest[2]))
    return {person_id: _latest(ends) for person_id, ends in held.items()}


def _latest(ends: Iterable[tuple[str, datetime, datetime | None]]) -> dict[str, datetime | None]:
    """The latest end of the clearances that are open now, by boundary."""
    latest: dict[str, datetime | None] = {}
    for boundary, expires, revoked in ends:
        until = min(expires, revoked or expires)
        latest[boundary] = max(until, latest.get(boundary) or until)
    return latest


@dataclass(frozen=True)
class _Pattern:
    """When somebody works, apart from who it is: hundreds of people share a few of them."""

    time_zone: str
    shift_start: int
    shift_end: int
    shift_days: tuple[int, ...]


async def away_around(db: Session, at: datetime) -> dict[int, list[Span]]:
    """By person: when they are away, from a little before to as far ahead as shifts are looked for."""
    return await away_between(db, Span(at - _BACK, at + _AHEAD))


def shifts_of(person: Worker, at: datetime, away: Sequence[Span] = ()) -> tuple[Shift, ...]:
    """The one under way or coming, and the one after it, so that touching shifts count as one. An absence ends a shift."""
    pattern = _Pattern(person.time_zone, person.shift_start, person.shift_end, tuple(person.shift_days))
    if not away:
        return tuple(shift for shift in _shifts_from(pattern, at.astimezone(UTC).date()) if shift.end > at)[:2]
    found: list[Shift] = []
    for days in range(0, _AHEAD.days, 2):
        found += [
            one for one in _present(pattern, at + timedelta(days=days), away) if one.end > at and one not in found
        ]
        if len(found) >= 2:
            break
    return tuple(found[:2])


def end_of_last_shift(person: Worker, at: datetime, away: Sequence[Span] = ()) -> datetime | None:
    """None when none ended within a week."""
    pattern = _Pattern(person.time_zone, person.shift_start, person.shift_end, tuple(person.shift_days))
    for days in range(9):
        if ended := [shift.end for shift in _present(pattern, at - timedelta(days=days), away) if shift.end <= at]:
            return max(ended)
    return None


def _present(pattern: _Pattern, at: datetime, away: Sequence[Span]) -> list[Shift]:
    """Those around a day, without what they are away."""
    shifts = _shifts_from(pattern, at.astimezone(UTC).date())
    return [Shift(start=part.start, end=part.end) for one in shifts for part in minus(Span(one.start, one.end), away)]


@lru_cache(maxsize=4096)
def _shifts_from(pattern: _Pattern, day: date) -> tuple[Shift, ...]:
    """All that end on this day, and the two after."""
    at, found, later = datetime.combine(day, time(), UTC), [], 0
    tomorrow = at + timedelta(days=1)
    while later < 2 and (window := shift_window(pattern, at)):
        at = window[1]
        found.append(Shift(start=window[0], end=at))
        later += at > tomorrow
    return tuple(found)
