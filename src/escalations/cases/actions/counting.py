"""Kept counts of open cases: rows that add up are folded together, and what they say is held against the cases themselves."""

from datetime import datetime

import structlog

from ...platform.db import Session, nothing_to_record

log = structlog.get_logger()


async def fold_case_counts(db: Session, at: datetime) -> int:
    """How many kinds have one row again. What somebody else folds just now is left to them. Where the table is mostly air, as after an import,
    all are written anew, so that they come to lie together and the database gives the rest back: lists read the whole table."""
    nothing_to_record(db, "the same number in fewer rows")
    return (await (await db.connection()).exec_driver_sql(_FOLD)).rowcount


async def mend_case_counts(db: Session, at: datetime) -> int:
    """How many were wrong, which nothing but a change past the database's own triggers can make them. In one statement, so that what is
    kept and what is there are of the same moment."""
    nothing_to_record(db, "counts follow from cases")
    wrong = (await (await db.connection()).exec_driver_sql(_MEND)).rowcount
    if wrong:
        log.warning("kept counts of open cases were wrong and are mended", kinds=wrong)
    return wrong


_FOLD = """WITH wide AS (SELECT pg_relation_size(oid) > 65536 + 300 * greatest(reltuples, 0) AS it_is FROM pg_class WHERE oid = 'case_count'::regclass),
  several AS (SELECT boundary, queue, family, severity, turn, owned, asleep FROM case_count GROUP BY boundary, queue, family, severity, turn, owned, asleep
    HAVING count(*) > 1 OR (SELECT it_is FROM wide)),
  mine AS (SELECT id FROM case_count WHERE (boundary, queue, family, severity, turn, owned, asleep) IN (SELECT boundary, queue, family, severity, turn, owned, asleep FROM several) ORDER BY id FOR UPDATE SKIP LOCKED),
  gone AS (DELETE FROM case_count WHERE id IN (SELECT id FROM mine) RETURNING boundary, queue, family, severity, turn, owned, asleep, cases)
INSERT INTO case_count (boundary, queue, family, severity, turn, owned, asleep, cases) SELECT boundary, queue, family, severity, turn, owned, asleep, sum(cases) FROM gone GROUP BY boundary, queue, family, severity, turn, owned, asleep HAVING sum(cases) <> 0"""
_MEND = """INSERT INTO case_count (boundary, queue, family, severity, turn, owned, asleep, cases)
SELECT boundary, queue, family, severity, turn, owned, asleep, sum(cases) FROM (
  SELECT boundary, queue, family, severity, turn, owner_id IS NOT NULL AS owned, snoozed_until IS NOT NULL AS asleep, 1 AS cases
    FROM support_case WHERE closed_at IS NULL
  UNION ALL SELECT boundary, queue, family, severity, turn, owned, asleep, -cases FROM case_count) told
GROUP BY boundary, queue, family, severity, turn, owned, asleep HAVING sum(cases) <> 0"""
