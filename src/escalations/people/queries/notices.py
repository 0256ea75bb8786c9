"""What people were told, by what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from ...platform.db import Session
from ..models import Notice, Person, Tone

PAGE = 50
EARLIER = 10
"""How many reasons a group shows below its newest."""
COUNTED = 99
"""Of more it is only told that there are more, so that who never reads waits no longer than others."""


@dataclass(frozen=True)
class Told:
    """One notice."""

    id: int
    thread: str
    page: str
    text: str
    tone: Tone
    at: datetime
    seen_at: datetime | None


@dataclass
class NoticeGroup:
    """All that somebody was told of one thread, by its newest. `earlier` is of `behind` notices the newest `EARLIER`."""

    newest: Told
    earlier: list[Told] = field(default_factory=list)
    behind: int = 0
    unread: int = 0

    @property
    def thread(self) -> str:
        return self.newest.thread

    @property
    def id(self) -> str:
        """As an element of a page is called."""
        return f"about-{self.thread.replace('/', '-')}"

    @property
    def is_unread(self) -> bool:
        return self.newest.seen_at is None


async def notice_groups(
    db: Session, person: Person, *, unread: bool = False, before: int | None = None, limit: int = PAGE
) -> list[NoticeGroup]:
    """That of which something was told last comes first; of boundaries the person may no longer see, nothing."""
    query = sql_select(*_COLUMNS).where(*_newest_of(person, unread))
    if before is not None:
        query = query.where(col(Notice.id) < before)
    rows = (await db.execute(query.order_by(col(Notice.id).desc()).limit(limit))).all()
    return await _filled(db, person, [NoticeGroup(Told(*row)) for row in rows])


async def notice_group(db: Session, person: Person, thread: str) -> NoticeGroup | None:
    query = sql_select(*_COLUMNS).where(*_newest_of(person), col(Notice.thread) == thread)
    row = (await db.execute(query)).first()
    return (await _filled(db, person, [NoticeGroup(Told(*row))]))[0] if row else None


async def unread_groups(db: Session, person: Person) -> int:
    """Of how many things there is news; `COUNTED + 1` stands for more than `COUNTED`."""
    few = select(Notice.id).where(*_newest_of(person, True)).limit(COUNTED + 1)
    return int((await db.execute(select(func.count()).select_from(few.subquery()))).scalar_one())


async def notices_of(db: Session, person: Person, limit: int = 100) -> list[Notice]:
    """Newest first; of boundaries the person may no longer see, none."""
    mine = select(Notice).where(Notice.person_id == person.id)
    return list((await db.exec(mine.order_by(col(Notice.id).desc()).limit(limit))).all())


def _newest_of(person: Person, unread: bool = False) -> Sequence[ColumnElement[bool]]:
    """A thread is read up to some moment, so that there is news of it where its newest notice is news. The newest is asked for row by row,
    so that the walk along the index ends with the page: were it compared as equal, the server would expect few and sort them all."""
    newer = aliased(Notice)
    newest = select(func.max(newer.id)).where(newer.person_id == Notice.person_id, newer.thread == Notice.thread)
    mine = (col(Notice.person_id) == person.id, col(Notice.id) >= newest.scalar_subquery())
    return (*mine, col(Notice.seen_at).is_(None)) if unread else mine


async def _filled(db: Session, person: Person, groups: list[NoticeGroup]) -> list[NoticeGroup]:
    """With how many notices each has, and what was told before."""
    known = {group.thread: group for group in groups}
    for *notice, behind, unread in (await db.execute(_ranked(person, list(known)))).all() if known else []:
        told = Told(*notice)
        group = known[told.thread]
        group.behind, group.unread = behind - 1, unread
        if told.id < group.newest.id:
            group.earlier.append(told)
    return groups


def _ranked(person: Person, threads: list[str]) -> Select[Any]:
    """The newest of each thread."""
    each: dict[str, Any] = {"partition_by": col(Notice.thread)}
    place = func.row_number().over(**each, order_by=col(Notice.id).desc()).label("place")
    unread = func.count().filter(col(Notice.seen_at).is_(None)).over(**each).label("unread")
    mine = (col(Notice.person_id) == person.id, col(Notice.thread).in_(threads))
    ranked = sql_select(*_COLUMNS, func.count().over(**each).label("of_thread"), unread, place).where(*mine).subquery()
    columns = [column for column in ranked.c if column.key != "place"]
    return sql_select(*columns).where(ranked.c.place <= EARLIER + 1).order_by(ranked.c.id.desc())


_COLUMNS: tuple[Any, ...] = (
    col(Notice.id), col(Notice.thread), col(Notice.page), col(Notice.text), col(Notice.tone), col(Notice.at), col(Notice.seen_at),
)  # fmt: skip
