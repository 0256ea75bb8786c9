"""One page of a list: a statement for its rows, and one for its groups where it has any."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func
from sqlmodel import col

from ....cases.models import Case
from ....cases.queries import CaseLine, case_columns, lines
from ....platform.db import Session
from ..groupings import GROUPINGS, Grouping, Rank
from ..orders import CLOSED, ORDERS, Order, Term, behind
from ..places import read, written
from ..shape import Shape
from .matching import Matching

PAGE, MOST = 60, 600


@dataclass(frozen=True)
class Part:
    """The rows of one group, or all of a list without groups. `continues` what the page before had begun."""

    id: str
    title: str = ""
    word: str = ""
    count: int | None = None
    continues: bool = False
    cases: list[CaseLine] = field(default_factory=list)


@dataclass(frozen=True)
class ListPage:
    """`after` is where the next page begins; empty on the last."""

    parts: list[Part]
    after: str = ""

    @property
    def cases(self) -> list[CaseLine]:
        return [case for part in self.parts for case in part.cases]


async def list_page(db: Session, found: Matching, shape: Shape, *, after: str = "", limit: int = PAGE) -> ListPage:
    order = CLOSED if found.closed else ORDERS[shape.order]
    grouping = None if found.closed else GROUPINGS.get(shape.group)
    if grouping is None:
        return await _flat(db, found, order, after, limit)
    return await _grouped(db, found, order, shape.group, grouping, after, limit)


async def _flat(db: Session, found: Matching, order: Order, after: str, limit: int) -> ListPage:
    place = read(after, order.terms)
    query = case_columns().where(*found.conditions).order_by(*(term.sorts for term in order.terms)).limit(limit + 1)
    rows = lines(await db.execute(query.where(behind(order.terms, place)) if place else query))
    more = written(order.place(rows[limit - 1])) if len(rows) > limit else ""
    return ListPage([Part("list-all", continues=bool(after), cases=rows[:limit])] if rows else [], more)


async def _grouped(
    db: Session, found: Matching, order: Order, name: str, grouping: Grouping, after: str, limit: int
) -> ListPage:
    ranks = grouping.terms()
    terms = (*ranks, *order.terms)
    place = read(after, terms)
    groups = await _groups(db, found, grouping, ranks, place[: len(ranks)], limit)
    needed = _needed(groups, limit)
    if not needed:
        return ListPage([])
    columns = [term.column.label(f"rank_{at}") for at, term in enumerate(ranks)]
    query = case_columns().add_columns(*columns).where(*found.conditions, grouping.within(needed))
    query = query.order_by(*(term.sorts for term in terms)).limit(limit + 1)
    rows = list(await db.execute(query.where(behind(terms, place)) if place else query))
    told = [(tuple(row[-len(ranks) :]), line) for row, line in zip(rows, lines(rows), strict=True)]
    more = written([*told[limit - 1][0], *order.place(told[limit - 1][1])]) if len(told) > limit else ""
    return ListPage(_parts(told[:limit], dict(groups), name, grouping, tuple(place[: len(ranks)])), more)


async def _groups(
    db: Session, found: Matching, grouping: Grouping, ranks: Sequence[Term], place: Rank, limit: int
) -> list[tuple[Rank, int]]:
    """From the one in which the page begins; each has a case at least, so that no more are needed than the page has rows."""
    columns = [term.column for term in ranks]
    query = found.select(*columns, func.count(col(Case.id)), joins=grouping.joins).group_by(*columns)
    if place:
        same = [term.same(value) for term, value in zip(ranks, place, strict=True)]
        query = query.where(behind(ranks, place) | _all(same))
    rows = await db.execute(query.order_by(*columns).limit(limit + 2))
    return [(tuple(row[:-1]), row[-1]) for row in rows]


def _all(conditions: list[Any]) -> Any:
    first, *rest = conditions
    for one in rest:
        first = first & one
    return first


def _needed(groups: Sequence[tuple[Rank, int]], limit: int) -> list[Rank]:
    """Of the first group most may have been shown, so it does not count."""
    needed, rows = [], 0
    for at, (rank, count) in enumerate(groups):
        needed.append(rank)
        rows += count if at else 0
        if rows > limit:
            break
    return needed


def _parts(
    told: Sequence[tuple[Rank, CaseLine]], counts: dict[Rank, int], name: str, grouping: Grouping, begun: Rank
) -> list[Part]:
    parts: dict[Rank, Part] = {}
    for rank, line in told:
        if rank not in parts:
            key, continues = str(rank[-1]), rank == begun
            parts[rank] = Part(
                f"list-{name}-{key}", grouping.title(rank), grouping.word(rank), counts.get(rank), continues
            )
        parts[rank].cases.append(line)
    return list(parts.values())
