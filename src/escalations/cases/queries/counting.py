"""How many open cases there are of what sort: one grouped query for a whole page of counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, DateTime, Select, bindparam, func, select
from sqlalchemy import case as either
from sqlmodel import col

from ...customers.models import Customer
from ...platform.db import Session, rows_of
from ...platform.time import now
from ..models import Case

OUR_TURNS = ("us", "close_the_loop")
AGES = tuple(timedelta(hours=hours) for hours in (4, 24, 72, 168, 336))
"""Where the age of a case passes from one band into the next; the last band is what is older than all of them."""


@dataclass(frozen=True)
class QueueCount:
    """`breached` counts answers that are owed and late; a follow-up that came back is work, not a breach."""

    queue: str
    open: int
    unowned: int
    breached: int
    oldest: datetime
    ages: tuple[int, ...] = ()
    """How many are of each of `AGES`, the youngest first."""


@dataclass(frozen=True)
class Tally:
    """How many open cases are alike in everything a list can be narrowed by. `side` is us, others or asleep."""

    severity: str
    boundary: str
    family: str
    covered: bool
    unowned: bool
    side: str
    late: bool
    count: int


async def queue_counts(db: Session) -> dict[str, QueueCount]:
    """Every queue in which an open case stands."""
    counts = (func.count(), func.count().filter(col(Case.owner_id).is_(None)), func.count().filter(is_late()))
    query = select(col(Case.queue), *counts, func.min(col(Case.opened_at)), *_older_than_each())
    rows = await db.execute(query.where(col(Case.closed_at).is_(None)).group_by(col(Case.queue)))
    return {row[0]: QueueCount(row[0], row[1], row[2], row[3], row[4], _bands(row[1], row[5:])) for row in rows}


def _older_than_each() -> list[ColumnElement[int]]:
    at = now()
    return [func.count().filter(col(Case.opened_at) <= at - age) for age in AGES]


def _bands(count: int, older: Sequence[int]) -> tuple[int, ...]:
    return tuple(more - fewer for more, fewer in pairwise((count, *older, 0)))


async def tallies(db: Session, query: Select[Any]) -> list[Tally]:
    """`query` is of `asks_tallies`."""
    return [Tally(*row) for row in await rows_of(db, query)]


def asks_tallies(*conditions: ColumnElement[bool]) -> Select[Any]:
    side = either(
        (col(Case.snoozed_until).is_not(None), "asleep"), (col(Case.turn).in_(OUR_TURNS), "us"), else_="others"
    )
    query = select(
        col(Case.severity), col(Case.boundary), col(Case.family), is_covered().label("covered"),
        col(Case.owner_id).is_(None).label("unowned"), side.label("side"), is_late().label("late"), func.count(),
    ).join(Customer, col(Customer.id) == Case.customer_id)  # fmt: skip
    alike = (col(Case.severity), col(Case.boundary), col(Case.family), "covered", "unowned", "side", "late")
    return query.where(col(Case.closed_at).is_(None), *conditions).group_by(*alike)


def is_late() -> ColumnElement[bool]:
    return func.coalesce((col(Case.due_at) <= _now()) & (col(Case.due_kind) != "follow_up"), False)


def is_covered() -> ColumnElement[bool]:
    return func.coalesce(col(Customer.cover_until) > _now(), False)


def _now() -> BindParameter[datetime]:
    """Of the moment at which it is asked, so that a query that is kept stays true."""
    return bindparam(None, callable_=now, type_=DateTime(timezone=True))
