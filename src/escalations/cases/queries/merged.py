"""Cases that are seen as one: whose number leads where, and what was said and done on all of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, Text, all_, bindparam, func, literal
from sqlalchemy import select as columns
from sqlmodel import col, select

from ...clocks.models import Clock
from ...clocks.queries import OPEN
from ...customers.models import Customer
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, Stale, id_of
from ...platform.events import EventRow
from ...platform.kept import Asked, Kept
from ...platform.news import news
from ..models import Case, CaseAlias, CaseEntry, EntryReference

DEEPEST = 20


async def case_itself(db: Session, ref: str, *, lock: bool = False) -> Case:
    """That very case, merged or not."""
    found = await (_ITSELF_HELD if lock else _ITSELF).first(db, case_id=id_of(ref, "C"))
    if found is None:
        raise NotFound(f"There is no case {ref}, or it is not yours to see.")
    return found


_THAT_CASE = select(Case).where(col(Case.id) == bindparam("case_id", type_=BigInteger))
_ITSELF: Kept[Case] = Kept(_THAT_CASE)
_ITSELF_HELD: Kept[Case] = Kept(_THAT_CASE.with_for_update(key_share=True), fresh=True)


async def survivor_of(db: Session, case: Case) -> Case:
    """The case as part of which it is seen, itself where it is not merged."""
    for _ in range(DEEPEST):
        if case.merged_into_id is None:
            break
        case = await case_itself(db, f"C-{case.merged_into_id}")
    return case


async def locked_survivor(db: Session, case_id: int) -> Case | None:
    """The same, locked, and no other case with it: who holds the merged one while waiting for its survivor would stand in the
    way of whoever merges, who takes the smaller number first."""
    found = await _locked_survivor().first(db, case_id=case_id)
    if found is not None and found.merged_into_id is not None:
        raise Stale(
            f"{found.ref} became part of C-{found.merged_into_id} at this very moment. Look at it and try again."
        )
    return found


@cache
def _locked_survivor() -> Kept[Case]:
    """Made once: every verb asks it."""
    mine = col(Case.id) == bindparam("case_id", type_=BigInteger)
    up = columns(col(Case.id), col(Case.merged_into_id)).where(mine).cte("up", recursive=True)
    up = up.union_all(columns(col(Case.id), col(Case.merged_into_id)).join(up, col(Case.id) == up.c.merged_into_id))
    top = columns(up.c.id).where(up.c.merged_into_id.is_(None)).limit(1).scalar_subquery()
    return Kept(select(Case).where(Case.id == top).with_for_update(key_share=True), fresh=True)


async def seen_together(db: Session, case: Case) -> list[int]:
    """The case and all that are merged into it, however far down. Asks nothing for a case that absorbed none."""
    if not case.absorbed:
        return [case.id]
    return list((await db.execute(merged_into(case.id))).scalars())


def merged_into(case_id: int) -> Select[tuple[int]]:
    """The numbers of the case and of all that are merged into it."""
    below = columns(col(Case.id), literal(0).label("depth")).where(col(Case.id) == case_id).cte("below", recursive=True)
    further = columns(col(Case.id), below.c.depth + 1).join(below, col(Case.merged_into_id) == below.c.id)
    return columns(below.union_all(further.where(below.c.depth < DEEPEST)).c.id)


def seen_as(case_ids: Any) -> Select[tuple[int]]:
    """The numbers of some cases, which a SELECT names, and of all as part of which they are seen, up to the last survivors."""
    first = columns(col(Case.id), col(Case.merged_into_id), literal(0).label("depth")).where(col(Case.id).in_(case_ids))
    above = first.cte("above", recursive=True)
    further = columns(col(Case.id), col(Case.merged_into_id), above.c.depth + 1)
    further = further.join(above, col(Case.id) == above.c.merged_into_id).where(above.c.depth < DEEPEST)
    return columns(above.union_all(further).c.id)


async def cases_seen_together(db: Session, case: Case) -> list[Case]:
    if not case.absorbed:
        return [case]
    query = select(Case).where(col(Case.id).in_(await seen_together(db, case))).order_by(col(Case.id))
    return list((await db.exec(query)).all())


async def said_on(db: Session, case: Case) -> Sequence[CaseEntry]:
    """Of the case, of those merged into it, and what was split off into it."""
    if asked := said_alone(case):
        return await asked.all(db)
    cases = await seen_together(db, case)
    brought = columns(col(EntryReference.entry_id)).where(col(EntryReference.case_id).in_(cases))
    here = col(CaseEntry.case_id).in_(cases) | col(CaseEntry.id).in_(brought)
    return list((await db.exec(select(CaseEntry).where(here).order_by(col(CaseEntry.id)))).all())


def said_alone(case: Case) -> Asked[CaseEntry] | None:
    """Where nothing was said anywhere else."""
    return _SAID.of(case_id=case.id) if case.split_from_id is None and not case.absorbed else None


_SAID: Kept[CaseEntry] = Kept(
    select(CaseEntry)
    .where(col(CaseEntry.case_id) == bindparam("case_id", type_=BigInteger))
    .order_by(col(CaseEntry.id))
)


async def trail_of_all(db: Session, case: Case, *, without: Collection[str] = (), limit: int = 500) -> list[EventRow]:
    """What happened on all that are seen together, newest first. `without` are actions."""
    asked = {"without": sorted(without), "most": limit}
    if not case.absorbed:
        return list(await _TRAIL.all(db, thread=case.thread, **asked))
    threads = col(EventRow.thread).in_([f"case/{one}" for one in await seen_together(db, case)])
    return list((await db.exec(_newest_of(threads), params=asked)).all())


async def trail_and_news(
    db: Session, case: Case, *, without: Collection[str] = (), before: Sequence[EventRow] | None = None
) -> list[EventRow]:
    """The same, told without writing first what this transaction adds to it. `before` is what `trail_alone` told of it already."""
    if case.absorbed:
        return await trail_of_all(db, case, without=without)
    added = [row for row in await news(db) if row.thread == case.thread and row.action not in without]
    asked = _TRAIL.of(thread=case.thread, without=sorted(without), most=500)
    return [*reversed(added), *(await asked.as_stored(db) if before is None else before)]


def trail_alone(case: Case, *, without: Collection[str] = ()) -> Asked[EventRow] | None:
    """To be asked beside others, where nothing happened anywhere else."""
    return None if case.absorbed else _TRAIL.of(thread=case.thread, without=sorted(without), most=500)


def _newest_of(thread: ColumnElement[bool]) -> Any:
    told = col(EventRow.action) != all_(bindparam("without", type_=ARRAY(Text)))
    return select(EventRow).where(thread, told).order_by(col(EventRow.id).desc()).limit(bindparam("most"))


_TRAIL: Kept[EventRow] = Kept(_newest_of(col(EventRow.thread) == bindparam("thread")))


async def standing_alias(db: Session, case: Case) -> CaseAlias | None:
    query = select(CaseAlias).where(CaseAlias.absorbed_id == case.id, col(CaseAlias.undone_at).is_(None))
    return (await db.exec(query)).one_or_none()


async def aliases_into(db: Session, case: Case) -> list[CaseAlias]:
    """Every merge into it, undone or not, oldest first."""
    query = select(CaseAlias).where(CaseAlias.survivor_id == case.id).order_by(col(CaseAlias.id))
    return list((await db.exec(query)).all())


@dataclass(frozen=True)
class Absorbed:
    """A case that is seen as part of another one. `into` is its own survivor, where cases were merged one after the other."""

    id: int
    title: str
    severity: str
    owner: str | None
    into: int
    by: str
    at: datetime
    reason: str

    @property
    def ref(self) -> str:
        return f"C-{self.id}"


async def absorbed_in(db: Session, case: Case) -> list[Absorbed]:
    """All that are seen on its page, in the order in which they came."""
    if not case.absorbed:
        return []
    edge = (col(CaseAlias.absorbed_id) == col(Case.id)) & col(CaseAlias.undone_at).is_(None)
    query: Any = columns(
        col(Case.id), col(Case.title), col(Case.severity), col(Person.name), col(CaseAlias.survivor_id),
        col(CaseAlias.author_name), col(CaseAlias.at), col(CaseAlias.reason),
    ).join(CaseAlias, edge).outerjoin(Person, col(Person.id) == Case.owner_id)  # fmt: skip
    here = col(Case.id).in_(await seen_together(db, case))
    return [Absorbed(*row) for row in await db.execute(query.where(here).order_by(col(CaseAlias.id)))]


async def held_elsewhere(db: Session, cases: Sequence[Case]) -> dict[int, str]:
    """By case, who beside support holds an open clock on it."""
    others = (col(Clock.holder) != "support", col(Clock.state).in_(OPEN))
    query = columns(col(Clock.case_id), col(Clock.holder)).where(
        col(Clock.case_id).in_([case.id for case in cases]), *others
    )
    return {row[0]: row[1] for row in await db.execute(query)}


async def other_open_cases(db: Session, case: Case, limit: int = 30) -> list[tuple[int, str, str, str]]:
    """(id, title, severity, queue) of the same customer's open cases, the newest first."""
    theirs = (col(Case.customer_id) == case.customer_id, col(Case.closed_at).is_(None), col(Case.id) != case.id)
    query = columns(col(Case.id), col(Case.title), col(Case.severity), col(Case.queue))
    query = query.join(Customer, col(Customer.id) == Case.customer_id)
    return [tuple(row) for row in await db.execute(query.where(*theirs).order_by(col(Case.id).desc()).limit(limit))]


async def counts_of(db: Session, cases: Sequence[Case]) -> dict[int, int]:
    """By case, how many entries it has of its own."""
    query = columns(col(CaseEntry.case_id), func.count()).where(col(CaseEntry.case_id).in_([one.id for one in cases]))
    return {row[0]: row[1] for row in await db.execute(query.group_by(col(CaseEntry.case_id)))}


async def owners_of(db: Session, cases: Sequence[Case]) -> dict[int, str]:
    """By case, the name of its owner."""
    query = columns(col(Case.id), col(Person.name)).join(Person, col(Person.id) == Case.owner_id)
    rows = await db.execute(query.where(col(Case.id).in_([one.id for one in cases])))
    return {row[0]: row[1] for row in rows}


async def open_clocks_of(db: Session, cases: Sequence[Case]) -> dict[int, list[Clock]]:
    query = select(Clock).where(col(Clock.case_id).in_([one.id for one in cases]), col(Clock.state).in_(OPEN))
    found: dict[int, list[Clock]] = {}
    for clock in (await db.exec(query.order_by(col(Clock.id)))).all():
        found.setdefault(clock.case_id, []).append(clock)
    return found
