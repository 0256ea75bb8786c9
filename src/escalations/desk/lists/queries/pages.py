"""One page of a list: its groups where it has any, and its rows."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import col

from ....cases.models import SEVERITIES, Case
from ....cases.queries import CaseLine, case_columns, lines
from ....platform.db import Session
from ....platform.limits import at_most, planned_once
from ..groupings import GROUPINGS, Grouping, Rank
from ..orders import CLOSED, ORDERS, Order, behind
from ..places import read, written
from ..shape import Shape
from .groups import Groups, groups_for, needed
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
    further = [behind(order.terms, place)] if place else []
    within = [*found.conditions, *further]
    if found.picky:
        within = [col(Case.id).in_(_chosen(found, order, further, limit + 1))]
    query = case_columns().where(*within).order_by(*(term.sorts for term in order.terms)).limit(at_most(limit + 1))
    async with planned_once(db) if found.evenly else nullcontext():
        rows = lines(await db.execute(query))
    more = written(order.place(rows[limit - 1])) if len(rows) > limit else ""
    return ListPage([Part("list-all", continues=bool(after), cases=rows[:limit])] if rows else [], more)


async def _grouped(
    db: Session, found: Matching, order: Order, name: str, grouping: Grouping, after: str, limit: int
) -> ListPage:
    ranks = grouping.terms()
    terms = (*ranks, *order.terms)
    place = read(after, terms)
    groups = await groups_for(db, found, grouping, place[: len(ranks)], limit)
    told: list[tuple[Rank, CaseLine]] = []
    for some in _together(needed(groups, limit, bool(place)), limit):
        told += await _rows(db, found, order, grouping, some, place, limit + 1 - len(told))
        if len(told) > limit:
            break
    more = written([*told[limit - 1][0], *order.place(told[limit - 1][1])]) if len(told) > limit else ""
    return ListPage(_parts(told[:limit], dict(groups), name, grouping, tuple(place[: len(ranks)])), more)


def _together(groups: Groups, limit: int) -> Iterator[list[Rank]]:
    """Groups whose rows one statement finds: one that fills a page is by itself, in the order of an index; small ones are sorted."""
    small: list[Rank] = []
    for rank, count in groups:
        if count <= limit:
            small.append(rank)
            continue
        if small:
            yield small
            small = []
        yield [rank]
    if small:
        yield small


async def _rows(
    db: Session, found: Matching, order: Order, grouping: Grouping, groups: list[Rank], place: Sequence[Any], limit: int
) -> list[tuple[Rank, CaseLine]]:
    ranks = grouping.terms()
    terms = order.terms if len(groups) == 1 else (*ranks, *order.terms)
    columns = [term.column.label(f"rank_{at}") for at, term in enumerate(ranks)]
    within = [grouping.within(groups)]
    if place and groups[0] == tuple(place[: len(ranks)]):
        within.append(behind(terms, place[-len(terms) :]))
    if grouping.ranks and len(groups) == 1:
        within = [col(Case.id).in_(_first(found, order, within, limit))]
    query = case_columns().add_columns(*columns).where(*found.conditions, *within)
    rows = list(await db.execute(query.order_by(*(term.sorts for term in terms)).limit(limit)))
    return [(tuple(row[-len(ranks) :]), line) for row, line in zip(rows, lines(rows), strict=True)]


def _chosen(found: Matching, order: Order, within: Sequence[ColumnElement[bool]], limit: int) -> Select[tuple[int]]:
    """Before anything is read beside them."""
    return (
        found.select(col(Case.id)).where(*within).order_by(*(term.sorts for term in order.terms)).limit(at_most(limit))
    )


def _first(found: Matching, order: Order, within: Sequence[ColumnElement[bool]], limit: int) -> Select[tuple[int]]:
    """Of a range of due times, which may hold most of all. Each severity is named, so that the order by it finds them without the others."""
    return _chosen(found, order, [col(Case.severity).in_(tuple(SEVERITIES)), *within], limit)


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
