"""Telling a person something that concerns them, once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, update

from ...platform.db import Session, nothing_to_record
from ...platform.events import SYSTEM, Subject, announce_to, record
from ...platform.time import now
from ..events import NoticeGiven
from ..models import Notice, Person, Tone
from .mailing import mail_time


async def give_notice(
    db: Session,
    people: Iterable[Person],
    *,
    about: Subject,
    page: str,
    text: str,
    key: str,
    tone: Tone = "info",
    mailed: bool = False,
) -> int:
    """How many were told. `key` names the occasion: the same person is told of it once, however often it is said. `mailed`: to whom wants that."""
    asked, at = {person.id: person for person in people}, now()
    notices = [
        {
            "boundary": about.boundary or "everywhere", "person_id": person.id, "key": key, "tone": tone, "text": text,
            "thread": about.thread, "page": page, "at": at, "mail_at": mail_time(person, at) if mailed else None,
        } for person in asked.values()
    ]  # fmt: skip
    told = await _told(db, notices) if notices else set()
    for person in (person for person in asked.values() if person.id in told):
        await record(db, NoticeGiven(to=person.name, text=text), on=about, by=SYSTEM, topics=(f"notices/{person.id}",))
    if not told:
        nothing_to_record(db, "everybody had been told before")
    return len(told)


async def _told(db: Session, notices: Sequence[dict[str, Any]]) -> set[int]:
    """To whom it is news. What else is to be written need not be written before."""
    new = insert(Notice).values(notices).on_conflict_do_nothing().returning(col(Notice.person_id))
    with db.no_autoflush:
        return set((await db.execute(new)).scalars())


@dataclass(frozen=True)
class Sight:
    """What somebody saw at one moment: so many notices, from the first to the last."""

    at: datetime
    count: int
    first: int
    last: int


async def see_notices(db: Session, person: Person, *, up_to: int | None = None, thread: str = "") -> Sight:
    """What a person has before them is no news any more: all up to the newest they saw, or what concerns one thread."""
    nothing_to_record(db, "having seen a notice is a read receipt")
    at = now()
    unseen = (col(Notice.person_id) == person.id, col(Notice.seen_at).is_(None), *_within(None, up_to, thread))
    seen = update(Notice).where(*unseen).values(seen_at=at).returning(col(Notice.id)).cte()
    summed = select(func.count(), func.coalesce(func.min(seen.c.id), 0), func.coalesce(func.max(seen.c.id), 0))
    sight = Sight(at, *(await db.execute(summed.select_from(seen))).one())
    if sight.count:
        _ring(db, person)
    return sight


async def unsee_notices(
    db: Session, person: Person, *, first: int, last: int, at: datetime | None = None, thread: str = ""
) -> None:
    """They are news again: what was seen at one moment, or whenever it was seen."""
    nothing_to_record(db, "having seen a notice is a read receipt")
    seen = (col(Notice.seen_at) == at) if at else col(Notice.seen_at).is_not(None)
    theirs = (col(Notice.person_id) == person.id, seen, *_within(first, last, thread))
    await db.execute(update(Notice).where(*theirs).values(seen_at=None))
    _ring(db, person)


def _within(first: int | None, last: int | None, thread: str) -> Iterator[ColumnElement[bool]]:
    if first is not None:
        yield col(Notice.id) >= first
    if last is not None:
        yield col(Notice.id) <= last
    if thread:
        yield col(Notice.thread) == thread


def _ring(db: Session, person: Person) -> None:
    """Their other windows hear of it."""
    announce_to(db, "everywhere", f"notices/{person.id}")
