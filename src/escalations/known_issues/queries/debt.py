"""Where knowledge is missing, wrong or not trusted yet. Each question is bounded by time and by number, and answered by an index."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, text

from ...platform.db import Session

MOST = 20
CLOSED_LOOKED_AT, FEWEST_CLOSED = 5_000, 5

_UNANSWERED = """SELECT query, count(DISTINCT person_id) AS people, max(results) AS results, max(at) AS at FROM search_asked
WHERE day >= :since GROUP BY query HAVING bool_and(opened IS NULL) ORDER BY people DESC, at DESC LIMIT :most"""

_FAR = """SELECT query, count(DISTINCT person_id) AS people, min(position) AS position, max(at) AS at FROM search_asked
WHERE day >= :since AND position IS NOT NULL GROUP BY query HAVING min(position) > :near ORDER BY people DESC, at DESC LIMIT :most"""

_LINK_RATES = """WITH closed AS (
  SELECT case_id FROM case_time WHERE closed_at >= :since ORDER BY closed_at DESC, case_id DESC LIMIT :looked_at)
SELECT c.family, count(*) AS closed,
  count(*) FILTER (WHERE EXISTS (SELECT FROM case_known_issue k WHERE k.case_id = c.id AND k.kind <> 'not_helpful')) AS linked
FROM closed JOIN support_case c ON c.id = closed.case_id GROUP BY c.family HAVING count(*) >= :fewest"""

_REUSED = """SELECT a.id, a.title, used.cases, a.changed_at AS at FROM known_issue a, LATERAL (SELECT count(*) AS cases FROM (
  SELECT FROM case_known_issue k WHERE k.article_id = a.id AND k.kind IN ('resolved_by', 'referenced') LIMIT 1000) few) used
WHERE a.confidence = 'not_validated' AND used.cases > 0 ORDER BY used.cases DESC, a.id LIMIT :most"""

_STALE = """SELECT a.id, a.title, a.changed_at AS at FROM known_issue a WHERE a.confidence = 'validated' AND a.changed_at < :since
  AND NOT EXISTS (SELECT FROM case_known_issue k WHERE k.article_id = a.id AND k.at >= :since)
ORDER BY a.changed_at, a.id LIMIT :most"""

_UNFINISHED = """SELECT a.id, a.title, a.created_at AS at, p.name AS owner FROM known_issue a LEFT JOIN person p ON p.id = a.owner_id
WHERE a.confidence = 'work_in_progress' AND a.created_at < :since ORDER BY a.created_at, a.id LIMIT :most"""

_FLAGGED = """SELECT a.id, a.title, f.comment, f.at FROM known_issue_flag f JOIN known_issue a ON a.id = f.article_id
WHERE f.settled_at IS NULL ORDER BY f.at, f.id LIMIT :most"""


async def unanswered_searches(db: Session, since: datetime) -> Sequence[Row[Any]]:
    return await _asked(db, _UNANSWERED, since=since.astimezone(UTC).date(), most=MOST + 1)


async def found_far_down(db: Session, since: datetime, near: int) -> Sequence[Row[Any]]:
    """(query, people, position, at) of searches whose opened hit never stood among the first `near`."""
    return await _asked(db, _FAR, since=since.astimezone(UTC).date(), near=near, most=MOST + 1)


async def link_rates(db: Session, since: datetime) -> Sequence[Row[Any]]:
    """(family, closed, linked) of the cases that were closed last."""
    return await _asked(db, _LINK_RATES, since=since, looked_at=CLOSED_LOOKED_AT, fewest=FEWEST_CLOSED)


async def reused_unvalidated(db: Session) -> Sequence[Row[Any]]:
    return await _asked(db, _REUSED, most=MOST + 1)


async def stale_validated(db: Session, since: datetime) -> Sequence[Row[Any]]:
    """Neither changed nor linked since then: using an article is reviewing it."""
    return await _asked(db, _STALE, since=since, most=MOST + 1)


async def unfinished(db: Session, since: datetime) -> Sequence[Row[Any]]:
    return await _asked(db, _UNFINISHED, since=since, most=MOST + 1)


async def flagged(db: Session) -> Sequence[Row[Any]]:
    return await _asked(db, _FLAGGED, most=MOST + 1)


async def _asked(db: Session, question: str, **values: object) -> Sequence[Row[Any]]:
    return (await db.execute(text(question), values)).all()
