"""Telling a person something that concerns them, once."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, update

from ...platform.db import Session, nothing_to_record
from ...platform.events import SYSTEM, Subject, record
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


async def see_notices(db: Session, person: Person, *, up_to: int) -> None:
    """What a person has before them is no news any more."""
    nothing_to_record(db, "having seen a notice is a read receipt")
    unseen = (col(Notice.person_id) == person.id, col(Notice.seen_at).is_(None), col(Notice.id) <= up_to)
    await db.execute(update(Notice).where(*unseen).values(seen_at=now()))
