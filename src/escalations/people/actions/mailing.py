"""Notices that are also mailed: when, and when not any more."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col

from ...platform.db import Session, nothing_to_record
from ...platform.errors import NotAllowed, Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import MentionMailChosen
from ..models import Notice, Person

PATIENCE = timedelta(minutes=15)
"""For so long somebody has time to look by themselves."""
CHOICES = ("unseen", "always", "never")


async def choose_mention_mail(db: Session, person: Person, when: str, *, by: Actor) -> None:
    if by.id != person.id:
        raise NotAllowed("Everybody chooses for themselves what they are mailed.")
    if when not in CHOICES:
        raise Refused("Mentions are mailed when they were not seen, always, or never.")
    if person.mails_mentions != when:
        person.mails_mentions = when
        await record(db, MentionMailChosen(when=when), on=person, by=by)


def mail_time(person: Person, at: datetime) -> datetime | None:
    return {"always": at, "unseen": at + PATIENCE, "never": None}[person.mails_mentions]


async def withhold_mail(db: Session, person: Person, thread: str) -> None:
    """They look at it themselves. What is due already goes out."""
    nothing_to_record(db, "a mail that is not needed is no fact")
    waiting = (col(Notice.person_id) == person.id, col(Notice.thread) == thread, col(Notice.mail_at) > now())
    await db.execute(update(Notice).where(*waiting).values(mail_at=None))
