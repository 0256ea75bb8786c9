"""The roster without its loads, kept while nothing changes that it is made of, and what people have in hand, read each time.

Whether something changed is asked of the database, of the versions of the rows that the roster is read from. So it holds in
every process, within a transaction that changed some itself, and for whoever sees less.
"""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import text

from ...coverage.spans import Span
from ...platform.db import Session
from ...platform.kept import Kept
from ...routing.roster import Candidate
from ...routing.rule_files import rule_set

Held = dict[int, tuple[int, datetime | None]]
"""Units under way and the last assignment, by person."""
_MOST, _AT_MOST = 4, timedelta(hours=1)


class _Kept(NamedTuple):
    """Shifts are told from `since` on; one that ended by `until` would have to go."""

    since: datetime
    until: datetime
    people: tuple[Candidate, ...]


_rosters: OrderedDict[Any, _Kept] = OrderedDict()


def kept_at(mark: Any, at: datetime) -> tuple[Candidate, ...] | None:
    found = _rosters.get(mark)
    return found.people if found and found.since <= at < found.until else None


def keep(mark: Any, at: datetime, people: tuple[Candidate, ...]) -> None:
    until = min([at + _AT_MOST, *(one.shifts[0].end for one in people if one.shifts)])
    _rosters[mark] = _Kept(at, until, people)
    while len(_rosters) > _MOST:
        _rosters.popitem(last=False)


async def units_held(db: Session, last_given_to: Sequence[int] | None) -> Held:
    [row] = await _HELD.all(db, among=last_given_to, **_weights())
    return _units(row)


async def held_and_mark(
    db: Session, at: datetime, around: Span, last_given_to: Sequence[int] | None
) -> tuple[Held, Any]:
    [row] = await _HELD_AND_MARK.all(db, among=last_given_to, at=at, since=around.start, until=around.end, **_weights())
    return _units(row), row[3]


def _weights() -> dict[str, int]:
    units = rule_set().assignment.units
    return {"a": units.A, "b": units.B, "c": units.C}


def _units(row: Any) -> Held:
    people, units, last = row[:3]
    return dict(zip(people or (), zip(units or (), last or (), strict=True), strict=True))


def _versions(table: str, which: str = "true") -> str:
    """One number for the versions of all these rows: where and by which transaction each was written."""
    return f"(SELECT sum(hash_record_extended(ROW(ctid, xmin), 0)) FROM {table} WHERE {which})"


_MARK = f"""(SELECT hash_record_extended(ROW(current_database(), {_versions("person")}, {_versions("specialty")},
  {_versions("clearance", "granted_at <= :at AND expires_at > :at AND coalesce(revoked_at > :at, true)")},
  {_versions("absence", "cancelled_at IS NULL AND during && tstzrange(:since, :until)")}), 0))"""
_IN_HAND = "SELECT array_agg(person_id), array_agg(a * :a + b * :b + c * :c), array_agg(last_assigned_at)"
_HELD: Kept[Any] = Kept(text(f"{_IN_HAND} FROM work_in_hand(:among)"))
_HELD_AND_MARK: Kept[Any] = Kept(text(f"{_IN_HAND}, {_MARK} FROM work_in_hand(:among)"))
