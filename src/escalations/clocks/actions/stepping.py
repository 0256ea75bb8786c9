"""One step of very many clocks at once: their rows are locked, and a handful of statements writes what follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...platform.db import Session
from ...platform.event_batches import record_many
from ...platform.events import SYSTEM
from ...platform.time import now
from ..events import AboutClock
from ..models import Cached
from ..queries import Held
from ..readings import Entry


@dataclass(frozen=True, slots=True)
class Step:
    """What is written into the ledger of a clock, each with its round, what its row then says, and what is told of it."""

    clock: Held
    entries: tuple[tuple[Entry, int], ...]
    row: Cached
    facts: tuple[AboutClock, ...]


async def take_steps(db: Session, steps: Sequence[Step]) -> None:
    if not steps:
        return
    written = [(step.clock, entry, round) for step in steps for entry, round in step.entries]
    connection = await db.connection()
    if written:
        await connection.exec_driver_sql(_ENTER, _ledger_columns(written))
    rows = zip(*(step.row for step in steps), strict=True)
    await connection.exec_driver_sql(_FOLLOW, ([step.clock.id for step in steps], *map(list, rows)))
    await record_many(db, [(fact, step.clock) for step in steps for fact in step.facts], by=SYSTEM)


def _ledger_columns(written: Sequence[tuple[Held, Entry, int]]) -> tuple[object, ...]:
    entries = [entry for _, entry, _ in written]
    return (
        now(),
        [clock.boundary for clock, _, _ in written],
        [clock.id for clock, _, _ in written],
        [round for _, _, round in written],
        *([getattr(entry, name) for entry in entries] for name in _OF_ENTRY),
    )


_OF_ENTRY = ("what", "at", "why", "minutes", "calendar", "policy", "due_at", "threshold")
_ENTER = """INSERT INTO clock_event (recorded_at, boundary, clock_id, round, what, at, why, minutes, calendar, policy, due_at, threshold)
  SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::int[], $5::text[], $6::timestamptz[], $7::text[], $8::int[], $9::text[], $10::text[],
    $11::timestamptz[], $12::int[])"""
_FOLLOW = """UPDATE clock SET state = s.state, why = s.why, policy_version = s.policy_version, calendar = s.calendar,
    target_minutes = s.target_minutes, due_at = s.due_at, warn_at = s.warn_at, wake_at = s.wake_at, breached_at = s.breached_at,
    satisfied_at = s.satisfied_at
  FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::timestamptz[], $8::timestamptz[],
    $9::timestamptz[], $10::timestamptz[], $11::timestamptz[])
    AS s (id, state, why, policy_version, calendar, target_minutes, due_at, warn_at, wake_at, breached_at, satisfied_at)
  WHERE clock.id = s.id"""
