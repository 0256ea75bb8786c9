"""How cases were routed when they were opened, many thousands of them, with the facts of then and where they were solved."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlmodel import col

from ...platform.db import Session
from ...routing.backtesting import PastDecision
from ...routing.facts import CaseFacts
from ..models import RoutingDecision

BATCH = 2_000
_facts = msgspec.json.Decoder(CaseFacts)


@dataclass(frozen=True)
class Period:
    """From `since` to just before `until`, in one boundary or in all that are in sight."""

    since: datetime
    until: datetime
    boundary: str | None = None


async def past_decisions(
    db: Session, period: Period, *, limit: int | None = None, batch: int = BATCH
) -> AsyncIterator[list[PastDecision]]:
    """The newest first, in batches. Rows come from the driver as they are: objects for them would take most of the time."""
    place: tuple[datetime, int] = (period.until, 0)
    left = limit
    while left is None or left > 0:
        size = batch if left is None else min(batch, left)
        rows = await _fetch(db, _before(period), *place, period.since, size, *_inside(period))
        if rows:
            yield [PastDecision._make((*row[:-1], _facts.decode(row[-1]))) for row in rows]
            place = rows[-1]["at"], rows[-1]["id"]
        left = None if left is None else left - len(rows)
        if len(rows) < size:
            return


async def count_past_decisions(db: Session, period: Period, *, most: int) -> int:
    """Counts no further than `most`."""
    rows = await _fetch(db, _count(period), period.since, period.until, most, *_inside(period))
    count: int = rows[0]["count"]
    return count


async def records_of(db: Session, ids: Sequence[int]) -> dict[int, tuple[dict[str, Any], dict[str, Any]]]:
    """Facts and record of each decision, whole: what it takes to decide it again by itself."""
    query = select(col(RoutingDecision.id), col(RoutingDecision.facts), col(RoutingDecision.record))
    rows = await db.execute(query.where(col(RoutingDecision.id).in_(ids)))
    return {decision_id: (facts, record) for decision_id, facts, record in rows}


async def _fetch(db: Session, statement: str, *values: object) -> Sequence[Any]:
    """On the connection of this transaction, and so under the same row-level security."""
    connection = await (await db.connection()).get_raw_connection()
    driver: Any = connection.driver_connection
    rows: Sequence[Any] = await driver.fetch(statement, *values)
    return rows


def _before(period: Period) -> str:
    return f"""SELECT d.id, d.case_id, d.at, d.rule_set, d.rule, d.queue, d.assignee_id,
  CASE WHEN c.closed_at IS NOT NULL THEN c.queue END AS solved_in, d.facts::text
FROM routing_decision d JOIN support_case c ON c.id = d.case_id
WHERE d.trigger = 'opened' AND (d.at, d.id) < ($1, $2) AND d.at >= $3{" AND d.boundary = $5" if period.boundary else ""}
ORDER BY d.at DESC, d.id DESC LIMIT $4"""


def _count(period: Period) -> str:
    return f"""SELECT count(*) FROM (SELECT FROM routing_decision d
  WHERE d.trigger = 'opened' AND d.at >= $1 AND d.at < $2{" AND d.boundary = $4" if period.boundary else ""} LIMIT $3) found"""


def _inside(period: Period) -> list[str]:
    return [period.boundary] if period.boundary else []
