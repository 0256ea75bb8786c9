"""The queue as an administrator sees it: what waits, what runs, what was given up and why; tried again or dropped."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .db import Session


@dataclass(frozen=True)
class JobCounts:
    """`held` ones have failed so often that they wait for a person."""

    waiting: int
    running: int
    held: int
    waits_since: datetime | None


@dataclass(frozen=True)
class HeldJob:
    id: int
    name: str
    payload: dict[str, Any]
    attempts: int
    queued_at: datetime
    held_at: datetime
    problem: str
    trace: str

    @property
    def boundary(self) -> str | None:
        return self.payload.get("boundary")


async def job_counts(db: Session) -> JobCounts:
    counted = await (await db.connection()).exec_driver_sql(_COUNTS)
    return JobCounts(**counted.mappings().one())


async def held_jobs(db: Session, *, limit: int = 100) -> list[HeldJob]:
    """The ones given up last come first, each with the last thing that went wrong."""
    found = await (await db.connection()).exec_driver_sql(_HELD, (limit,))
    return [_held(row) for row in found]


def _held(row: Any) -> HeldJob:
    told = json.loads(row.traceback) if row.traceback else {}
    return HeldJob(
        id=row.id, name=row.entrypoint, payload=json.loads(row.payload or b"{}"), attempts=row.attempts + 1, queued_at=row.created,
        held_at=row.updated, problem=_problem(told), trace=told.get("traceback", ""),
    )  # fmt: skip


def _problem(told: dict[str, Any]) -> str:
    kind, message = told.get("exception_type", "It is not known what went wrong"), told.get("exception_message", "")
    return f"{kind}: {message}" if message else kind


async def replay_held(db: Session, ids: Sequence[int] | None) -> list[int]:
    """Put held jobs, all of them without `ids`, back at the end of the queue. What waits there already is not queued twice."""
    connection = await db.connection()
    wanted = None if ids is None else list(ids)
    await connection.exec_driver_sql(_DROP_TWINS, (wanted,))
    replayed = [int(row.id) for row in await connection.exec_driver_sql(_REPLAY, (wanted,))]
    if replayed:
        await connection.exec_driver_sql(_RING)
    return replayed


async def drop_held(db: Session, ids: Sequence[int]) -> list[int]:
    """Those within the boundaries of the transaction."""
    found = await (await db.connection()).exec_driver_sql(_DROP, (list(ids),))
    return [int(row.id) for row in found]


_COUNTS = """SELECT count(*) FILTER (WHERE status = 'queued') AS waiting, count(*) FILTER (WHERE status = 'picked') AS running,
  count(*) FILTER (WHERE status = 'failed') AS held, min(created) FILTER (WHERE status = 'queued' AND execute_after <= now()) AS waits_since
FROM pgqueuer"""
_HELD = """SELECT j.id, j.entrypoint, j.payload, j.attempts, j.created, j.updated, l.traceback::text AS traceback
FROM pgqueuer j LEFT JOIN LATERAL (
  SELECT traceback FROM pgqueuer_log WHERE job_id = j.id AND traceback IS NOT NULL ORDER BY created DESC, id DESC LIMIT 1) l ON true
WHERE j.status = 'failed' ORDER BY j.updated DESC, j.id DESC LIMIT $1"""
_DROP_TWINS = """DELETE FROM pgqueuer h USING pgqueuer other
WHERE h.status = 'failed' AND ($1::bigint[] IS NULL OR h.id = ANY ($1)) AND other.dedupe_key = h.dedupe_key AND other.id <> h.id
  AND (other.status IN ('queued', 'picked') OR other.status = 'failed' AND other.id > h.id AND ($1::bigint[] IS NULL OR other.id = ANY ($1)))"""
_REPLAY = """WITH replayed AS (
  UPDATE pgqueuer SET status = 'queued', execute_after = now(), updated = now(), attempts = 0, queue_manager_id = NULL
  WHERE status = 'failed' AND ($1::bigint[] IS NULL OR id = ANY ($1)) RETURNING id, entrypoint, priority
), logged AS (INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority) SELECT id, 'queued', entrypoint, priority FROM replayed)
SELECT id FROM replayed ORDER BY id"""
_DROP = """WITH dropped AS (
  DELETE FROM pgqueuer WHERE status = 'failed' AND id = ANY ($1)
    AND coalesce(convert_from(coalesce(payload, '{}'), 'UTF8')::jsonb ->> 'boundary', 'everywhere') = ANY (app_boundaries())
  RETURNING id, entrypoint, priority
), logged AS (INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority) SELECT id, 'deleted', entrypoint, priority FROM dropped)
SELECT id FROM dropped ORDER BY id"""
_RING = """SELECT pg_notify('ch_pgqueuer', json_build_object('channel', 'ch_pgqueuer', 'operation', 'update', 'sent_at', now(),
  'table', 'pgqueuer', 'type', 'table_changed_event')::text)"""
"""The queue's own trigger stays silent on an update, so an idle worker would notice only at its next look."""
