"""Promises and what became of them, from their clocks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true, tuple_
from sqlalchemy import case as either
from sqlmodel import col

from ...clocks.actions.merging import MERGED
from ...clocks.actions.unmerging import UNMERGED
from ...clocks.models import Clock
from ...platform.db import Session
from ..narrowing import Narrowing
from .facts import facts_of

OUTCOMES = {
    "kept": "Kept",
    "late": "Kept late",
    "broken": "Broken",
    "open": "Open",
    "withdrawn": "Withdrawn",
}
MOST_LINES = 20_000
_FACTS = facts_of(Clock.case_id)


@dataclass(frozen=True)
class PromiseCount:
    """Of a family, of a week (its Monday), or of all where both are None."""

    family: str | None
    week: str | None
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class PromiseLine:
    case_id: int
    family: str
    made_at: datetime
    until: datetime | None
    outcome: str


def _outcome() -> ColumnElement[str]:
    """An open one that has run out is broken, though a late word may still keep it late; one that closing ended in time is withdrawn."""
    missed = col(Clock.breached_at).is_not(None)
    return either(
        ((col(Clock.state) == "satisfied") & missed, "late"),
        (col(Clock.state) == "satisfied", "kept"),
        (missed, "broken"),
        (col(Clock.state) == "cancelled", "withdrawn"),
        else_="open",
    )


async def promise_counts(db: Session, narrowing: Narrowing) -> list[PromiseCount]:
    week = func.to_char(func.date_trunc("week", col(Clock.started_at)), "YYYY-MM-DD")
    outcome = _outcome()
    counts: list[Any] = [func.count().filter(outcome == name) for name in OUTCOMES]
    query = _made([_FACTS.c.family, week.label("week"), *counts], narrowing)
    sets = func.grouping_sets(tuple_(_FACTS.c.family), tuple_(week), tuple_())
    rows = await db.execute(query.group_by(sets))
    return [PromiseCount(row[0], row[1], dict(zip(OUTCOMES, row[2:], strict=True))) for row in rows]


async def promised_since(db: Session, since: datetime) -> int:
    """How many promises the report of that time is of, told from their clocks alone."""
    return int((await db.execute(select(func.count()).where(*_are_of(since)))).scalar_one())


async def promise_lines(db: Session, narrowing: Narrowing) -> list[PromiseLine]:
    """The newest first. Without the words, which are somebody's."""
    columns: list[Any] = [col(Clock.case_id), _FACTS.c.family, col(Clock.started_at), col(Clock.due_at), _outcome()]
    query = _made(columns, narrowing).order_by(col(Clock.started_at).desc(), col(Clock.id).desc())
    return [PromiseLine(*row) for row in await db.execute(query.limit(MOST_LINES))]


def _made(columns: list[Any], narrowing: Narrowing) -> Select[Any]:
    query = select(*columns).select_from(Clock).join(_FACTS, true())
    return query.where(*_are_of(narrowing.since), *narrowing.conditions(_FACTS))


def _are_of(since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Each once: where cases were merged or taken apart, the one that runs on is the promise."""
    copied = (col(Clock.state) == "cancelled") & col(Clock.why).in_((MERGED, UNMERGED))
    return col(Clock.kind) == "promise", col(Clock.started_at) >= since, ~copied
