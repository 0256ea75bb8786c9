"""Where the time of closed cases went, added up from the row that each closing leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Float, Select, Text, and_, cast, func, literal, select, true
from sqlmodel import col

from ...cases.models import Case, CaseTime
from ...cases.turns import PARTIES
from ...platform.db import Session
from ..narrowing import Narrowing
from .facts import facts_of

DIVISIONS = {"family": "By family", "plan": "By plan", "severity": "By severity", "week": "By week"}
MOST_LINES = 20_000
_PARTS = tuple(col(getattr(CaseTime, party)) for party in PARTIES)
_FACTS = facts_of(CaseTime.case_id, col(Case.closed_at) == CaseTime.closed_at)
"""A case that was reopened has the time of its earlier closing until it closes again, and counts no longer."""
_SHARES = literal([0.5, 0.9], ARRAY(Float))


@dataclass(frozen=True)
class TimeShare:
    """Of the cases of one kind; of all of them where `key` is None. Seconds by party: the sum, the median, and what nine of ten stay under."""

    key: str | None
    cases: int
    sums: dict[str, int]
    medians: dict[str, float]
    p90: dict[str, float]


@dataclass(frozen=True)
class TimeLine:
    case_id: int
    closed_at: datetime
    family: str
    plan: str
    severity: str
    queue: str
    seconds: dict[str, int]


async def time_shares(db: Session, narrowing: Narrowing) -> list[TimeShare]:
    """All of them first, then by what the report is divided by."""
    key = _division(narrowing.by)
    spread = [func.percentile_cont(_SHARES).within_group(part) for part in _PARTS]
    asked: list[Any] = [key.label("key"), func.count(), *(func.sum(part) for part in _PARTS), *spread]
    rows = await db.execute(_closed(asked, narrowing).group_by(func.rollup(key)))
    return sorted(map(_share, rows), key=lambda share: (share.key is not None, share.key or ""))


async def closed_since(db: Session, since: datetime) -> int:
    """How many cases the report of that time is of."""
    still = (col(Case.id) == CaseTime.case_id, col(Case.closed_at) == CaseTime.closed_at, col(Case.closed_at) >= since)
    query = select(func.count()).select_from(CaseTime).join(Case, and_(*still)).where(col(CaseTime.closed_at) >= since)
    return int((await db.execute(query)).scalar_one())


def _share(row: Sequence[Any]) -> TimeShare:
    sums, spread = row[2 : 2 + len(PARTIES)], row[2 + len(PARTIES) :]
    if not row[1]:
        return TimeShare(row[0], 0, *(dict.fromkeys(PARTIES, 0) for _ in range(3)))  # type: ignore[arg-type]
    medians, p90 = ({party: pair[place] for party, pair in zip(PARTIES, spread, strict=True)} for place in (0, 1))
    return TimeShare(row[0], row[1], dict(zip(PARTIES, map(int, sums), strict=True)), medians, p90)


def _division(by: str) -> ColumnElement[str]:
    if by == "week":
        return func.to_char(func.date_trunc("week", col(CaseTime.closed_at)), "YYYY-MM-DD")
    return cast(_FACTS.c[by or "family"], Text)


async def time_lines(db: Session, narrowing: Narrowing) -> list[TimeLine]:
    """The newest closed first."""
    columns: list[Any] = [
        col(CaseTime.case_id), col(CaseTime.closed_at), _FACTS.c.family, _FACTS.c.plan, _FACTS.c.severity, _FACTS.c.queue, *_PARTS,
    ]  # fmt: skip
    newest = _closed(columns, narrowing).order_by(col(CaseTime.closed_at).desc(), col(CaseTime.case_id).desc())
    rows: list[tuple[Any, ...]] = [tuple(row) for row in await db.execute(newest.limit(MOST_LINES))]
    return [TimeLine(*(*row[:6], dict(zip(PARTIES, row[6:], strict=True)))) for row in rows]


def _closed(columns: list[Any], narrowing: Narrowing) -> Select[Any]:
    query = select(*columns).select_from(CaseTime).join(_FACTS, true())
    return query.where(col(CaseTime.closed_at) >= narrowing.since, *narrowing.conditions(_FACTS))
