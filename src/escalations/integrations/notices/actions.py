"""Mailing a notice: once, to whom still wants it and still may see what it is of."""

import hashlib
import hmac
from datetime import datetime, timedelta

import structlog

from ...people.events import NoticeMailed
from ...people.models import Notice, Person
from ...people.queries import open_boundaries
from ...platform import jobs
from ...platform.db import Session, nothing_to_record
from ...platform.events import SYSTEM, record
from ...platform.mail import MailDelayed, MailRejected, OutgoingMail, mail_host, send_mail
from ...platform.settings import settings
from ...platform.time import now
from .queries import notice_to_mail, notices_waiting
from .wording import subject_of, text_of

log = structlog.get_logger()
DELIVER = "mail_notice"
STALE = timedelta(days=1)
PAUSE = timedelta(minutes=15)
"""Until a mail that the server did not take is tried anew."""


async def queue_notice(db: Session, notice: Notice) -> None:
    notice.mail_at = now() + PAUSE
    payload = {"notice": notice.id, "boundary": notice.boundary}
    await jobs.enqueue(db, [jobs.Job(DELIVER, payload, key=f"{DELIVER}/{notice.id}")])


async def mail_notice(db: Session, notice_id: int) -> MailDelayed | None:
    """Answers with the problem when it should be tried again: the caller commits first and then raises it."""
    found = await notice_to_mail(db, notice_id)
    if found is None:
        return None
    notice, person = found
    if not await _is_wanted(db, notice, person):
        _let_go(db, notice)
        return None
    try:
        await send_mail(OutgoingMail(to=person.email, subject=subject_of(notice, person), text=text_of(notice, person), message_id=_message_id(notice), at=notice.at))  # fmt: skip
    except MailRejected as problem:
        log.warning("a notice cannot be mailed", notice=notice.id, problem=str(problem))
        _let_go(db, notice)
        return None
    except MailDelayed as problem:
        nothing_to_record(db, "a delay is no fact yet; the job tries again")
        return problem
    notice.mail_at, notice.mailed_at = None, now()
    await record(db, NoticeMailed(to=person.name), on=notice, by=SYSTEM)
    return None


async def let_go_of_waiting(db: Session, before: datetime) -> int:
    """They stand on their readers' pages, unseen as before."""
    waiting = await notices_waiting(db, before)
    for notice in waiting:
        _let_go(db, notice)
    return len(waiting)


async def _is_wanted(db: Session, notice: Notice, person: Person) -> bool:
    wishes = person.mails_mentions == "always" or (person.mails_mentions == "unseen" and notice.seen_at is None)
    is_fresh = person.disabled_at is None and now() - notice.at < STALE
    return wishes and is_fresh and notice.boundary in await open_boundaries(db, person)


def _let_go(db: Session, notice: Notice) -> None:
    notice.mail_at = None
    nothing_to_record(db, "the notice stands on their page; a mail that is not sent is no fact")


def _message_id(notice: Notice) -> str:
    """The same for every attempt, so that a mailbox recognises a repeat; not to be guessed by a stranger."""
    secret = settings().secret.get_secret_value().encode()
    digest = hmac.new(secret, f"notice {notice.boundary} {notice.id}".encode(), hashlib.sha256).hexdigest()[:16]
    return f"<notice-{notice.id}.{digest}@{mail_host()}>"
