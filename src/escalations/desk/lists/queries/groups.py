"""Which groups a page of a list needs, with how many cases each has: kept, walked to in their order, or all counted at once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlmodel import col

from ....cases.models import Case
from ....platform.db import Session
from ....platform.limits import at_most
from ..groupings import Grouping, Rank, Walk
from ..orders import Term, behind
from .kept import kept_groups, kept_total
from .matching import Matching

Groups = list[tuple[Rank, int]]
FIRST, THEN = 6, 4
"""How many groups are walked to at first, and how many times as many whenever those were not enough."""
WIDE = 2000
"""Of more cases than these it is dearer to count them all than to walk past groups that have none."""


async def groups_for(db: Session, found: Matching, grouping: Grouping, place: Rank, limit: int) -> Groups:
    """From the one in which the page begins, and at least as many as the page needs."""
    if found.kept is not None and grouping.kept is not None:
        groups = await kept_groups(db, grouping.kept(), found.kept)
        return [(rank, count) for rank, count in groups if not place or tuple(rank) >= tuple(place)]
    if not await _is_wide(db, found):
        return await _all_at_once(db, found, grouping, place, limit)
    if grouping.walk is not None:
        return await _walk(db, found, grouping.walk, place, limit)
    return await _one_by_one(db, found, grouping, place, limit)


def needed(groups: Groups, limit: int, begun: bool) -> Groups:
    """Of a first group that the page before had begun most may have been shown, so it does not count."""
    for at in range(len(groups)):
        if _are_enough(groups[: at + 1], limit, begun):
            return groups[: at + 1]
    return groups


def _are_enough(groups: Groups, limit: int, begun: bool) -> bool:
    return sum(count for _, count in groups[1 if begun else 0 :]) > limit


async def _is_wide(db: Session, found: Matching) -> bool:
    return found.kept is not None and (not found.kept or await kept_total(db, found.kept) > WIDE)


async def _one_by_one(db: Session, found: Matching, grouping: Grouping, place: Rank, limit: int) -> Groups:
    groups: Groups = []
    for rank in grouping.ranks:
        if place and tuple(rank) < tuple(place):
            continue
        if count := await _count(db, found, grouping.within([rank])):
            groups.append((rank, count))
        if _are_enough(groups, limit, bool(place)):
            break
    return groups


async def _walk(db: Session, found: Matching, walk: Walk, place: Rank, limit: int) -> Groups:
    """A few at first: each is counted by an index of its own."""
    groups: Groups = []
    if walk.nobody is not None and (not place or tuple(place) <= tuple(walk.nobody[0])):
        rank, without = walk.nobody
        groups = [(rank, count)] if (count := await kept_total(db, [*(found.kept or ()), without()])) else []
    few = FIRST
    while True:
        some = await _walked(db, found, walk, place, few)
        if len(some) < few or _are_enough([*groups, *some], limit, bool(place)):
            return [*groups, *some]
        few *= THEN


async def _count(db: Session, found: Matching, condition: ColumnElement[bool]) -> int:
    return int((await db.execute(found.select(func.count()).where(condition))).scalar_one())


async def _walked(db: Session, found: Matching, walk: Walk, place: Rank, few: int) -> Groups:
    """Sorted before anything is counted, so that nobody's cases are counted who stands behind the last that is needed."""
    terms = walk.terms()
    columns = [term.column for term in terms]
    sorted_ = select(*columns).order_by(*columns).offset(0)
    there = (sorted_.where(_from(terms, place)) if place else sorted_).subquery()
    theirs = select(func.count().label("count")).where(*found.conditions, col(walk.of) == there.c.id).lateral()
    query: Any = select(there, theirs.c.count).join(theirs, literal(True)).where(theirs.c.count > 0)
    rows = await db.execute(query.order_by(*there.c).limit(at_most(few)))
    return [(tuple(row[:-1]), row[-1]) for row in rows]


async def _all_at_once(db: Session, found: Matching, grouping: Grouping, place: Rank, limit: int) -> Groups:
    """Each has a case at least, so that no more are needed than the page has rows."""
    ranks = grouping.terms()
    columns = [term.column for term in ranks]
    query = found.select(*columns, func.count(col(Case.id)), joins=grouping.joins).group_by(*columns)
    if place:
        query = query.where(_from(ranks, place))
    rows = await db.execute(query.order_by(*columns).limit(at_most(limit + 2)))
    return [(tuple(row[:-1]), row[-1]) for row in rows]


def _from(terms: Sequence[Term], place: Rank) -> ColumnElement[bool]:
    """That place itself, and what comes after it."""
    return behind(terms, place) | and_(*(term.same(value) for term, value in zip(terms, place, strict=True)))
