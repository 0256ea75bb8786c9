"""What only the queue itself needs, and only for a while: marks of reactions that ran, and the log of jobs."""

from datetime import datetime, timedelta

from .db import Session, nothing_to_record
from .settings import settings

AT_ONCE = 5_000


async def forget_past_jobs(db: Session, at: datetime) -> int:
    """How many rows are gone. A mark is needed for as long as its job may run again; what is held keeps its log, which says why."""
    nothing_to_record(db, "marks and logs of jobs are no business fact")
    before = at - timedelta(days=settings().job_days)
    connection = await db.connection()
    gone = [(await connection.exec_driver_sql(query, (before, AT_ONCE))).rowcount for query in (_MARKS, _LOGS)]
    return sum(gone)


_MARKS = """DELETE FROM reaction_done d USING (SELECT event_id, reaction, at FROM reaction_done ORDER BY event_id LIMIT $2) oldest
WHERE d.event_id = oldest.event_id AND d.reaction = oldest.reaction AND oldest.at < $1"""
"""By number of their events, which is by age, so that no index of its own is needed."""
_LOGS = """DELETE FROM pgqueuer_log l USING (SELECT id FROM pgqueuer_log o WHERE created < $1
  AND NOT EXISTS (SELECT FROM pgqueuer q WHERE q.id = o.job_id) ORDER BY created LIMIT $2) oldest WHERE l.id = oldest.id"""
