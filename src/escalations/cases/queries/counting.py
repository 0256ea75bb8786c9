"""How many open cases there are of what sort: one query for a whole page of counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    DateTime,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy import case as either
from sqlmodel import col

from ...customers.models import Customer
from ...platform.db import Session, rows_of
from ...platform.time import now
from ..models import COVERED_UNTIL, Case, CaseCount

Moment = BindParameter[datetime]
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


class Tally(Struct, frozen=True):
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
    """Every queue in which an open case stands. How many is kept; only what is late or young is counted, from an index alone."""
    kept, young = _kept(), _young()
    oldest = (
        select(col(Case.opened_at))
        .where(_IS_OPEN, col(Case.queue) == kept.c.queue)
        .order_by(col(Case.opened_at), col(Case.id))
    )
    query = select(
        kept,
        _late_in(kept.c.queue),
        oldest.limit(1).scalar_subquery(),
        *[func.coalesce(young.c[name], 0) for name in _NAMES],
    )
    query = query.select_from(kept).outerjoin(young, young.c.queue == kept.c.queue)
    rows = await db.execute(query)
    return {
        row[0]: QueueCount(
            row[0], row[1], row[2], row[3], row[4], _bands(row[1], [row[1] - younger for younger in row[5:]])
        )
        for row in rows
    }


_IS_OPEN = col(Case.closed_at).is_(None)
_NAMES = [f"younger_{number}" for number in range(len(AGES))]


def _kept() -> Subquery:
    total, unowned = func.sum(col(CaseCount.cases)), func.sum(col(CaseCount.cases)).filter(~col(CaseCount.owned))
    query = select(col(CaseCount.queue), total.label("open"), func.coalesce(unowned, 0).label("unowned"))
    return query.group_by(col(CaseCount.queue)).having(total > 0).subquery()


def _late_in(queue: Any) -> ColumnElement[int]:
    """From an index of nothing but what can be late, queue by queue: of all at once the server expects a few, and sorts them."""
    late = (_IS_OPEN, col(Case.queue) == queue, *late_at(now_when_asked()))
    return select(func.count()).where(*late).scalar_subquery()


def _young() -> Subquery:
    at = now()
    younger = [
        func.count().filter(col(Case.opened_at) > at - age).label(name) for name, age in zip(_NAMES, AGES, strict=True)
    ]
    query = select(col(Case.queue), *younger).where(_IS_OPEN, col(Case.opened_at) > at - max(AGES))
    return query.group_by(col(Case.queue)).subquery()


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
        col(Case.severity), col(Case.boundary), col(Case.family), func.coalesce(is_open_and_covered(), False).label("covered"),
        col(Case.owner_id).is_(None).label("unowned"), side.label("side"), is_late().label("late"), func.count(),
    )  # fmt: skip
    alike = (col(Case.severity), col(Case.boundary), col(Case.family), "covered", "unowned", "side", "late")
    return query.where(col(Case.closed_at).is_(None), *conditions).group_by(*alike)


def is_late() -> ColumnElement[bool]:
    return func.coalesce(and_(*late_at(now_when_asked())), False)


def late_at(at: Moment) -> tuple[ColumnElement[bool], ...]:
    """Spelled out, since an index of what can be late serves no kind that is given later."""
    return col(Case.due_at) <= at, col(Case.due_kind) != literal_column("'follow_up'")


def is_open_and_covered() -> ColumnElement[bool]:
    """Of the case alone, which knows it while it is open: by an index of those few."""
    return and_(col(Case.closed_at).is_(None), now_when_asked() < COVERED_UNTIL)


def of_covered_customer() -> ColumnElement[bool]:
    """Of the case alone: covered customers are looked up once and each case that is walked is held against them, in whatever order
    an index has. `is_(True)` keeps the server from joining the two, which would look a customer up for each case."""
    covered = select(col(Customer.id)).where(col(Customer.cover_until) > now_when_asked())
    return col(Case.customer_id).in_(covered).is_(True)


def now_when_asked() -> Moment:
    """Of the moment at which it is asked, so that a query that is kept stays true."""
    return bindparam(None, callable_=now, type_=DateTime(timezone=True))
