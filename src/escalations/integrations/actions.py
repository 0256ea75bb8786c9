"""Every verb on mail to customers: written with the reply, sent by a job, held when it cannot go, released by a person."""

import hashlib
import hmac
from datetime import datetime

from ..cases.actions.gating import text_hash
from ..cases.models import Case, CaseEntry
from ..cases.queries.gating import verdict_on
from ..people.roles import allow
from ..platform import jobs
from ..platform.db import Session, nothing_to_record
from ..platform.errors import Refused
from ..platform.events import SYSTEM, Actor, record
from ..platform.mail import MailDelayed, MailRejected, OutgoingMail, mail_host, mail_is_configured, send_mail
from ..platform.settings import settings
from ..platform.time import now
from .events import MailHeld, MailReleased, MailSent
from .models import CaseMail
from .queries import mail_of_entry, recipient_of, replies_without_mail, reply_with_id, waiting_mail

MAYBE_SENT = "it waited when the database was saved, and may have gone out before it was brought back"
NO_CONTACT = "the case has no contact to write to"


async def write_mail(db: Session, entry_id: int) -> CaseMail | None:
    """The mail of a reply, queued for sending. None when the entry is not a reply, which is never mailed. A reply without a verdict
    of the gate has no mail: the database refuses it."""
    found, there = await reply_with_id(db, entry_id), await mail_of_entry(db, entry_id)
    if there is not None or found is None:
        return there
    case, entry = found
    contact = await recipient_of(db, case)
    mail = CaseMail(
        boundary=case.boundary, case_id=case.id, entry_id=entry.id, to_address=contact.email if contact else "", at=now(), queued_at=now(),
        subject_line=subject_of(case), message_id=message_id_of(entry), state="waiting" if contact else "held", last_error=None if contact else NO_CONTACT,
    )  # fmt: skip
    db.add(mail)
    await db.flush()
    nothing_to_record(db, "the reply is the fact; its mail becomes one when it is sent or held")
    if contact is None:
        await record(db, MailHeld(entry_id=entry.id, reason=NO_CONTACT), on=mail, by=SYSTEM)
    else:
        await _queue(db, mail)
    return mail


def subject_of(case: Case) -> str:
    return f"[{case.ref}] {' '.join(case.title.split())}"[:240]


def message_id_of(entry: CaseEntry) -> str:
    """The same for every attempt, so that a mailbox recognises a repeat; not to be guessed by a stranger."""
    secret = settings().secret.get_secret_value().encode()
    digest = hmac.new(secret, f"reply {entry.boundary} {entry.id}".encode(), hashlib.sha256).hexdigest()[:16]
    return f"<reply-{entry.id}.{digest}@{mail_host()}>"


async def queue_mail(db: Session, mail: CaseMail) -> None:
    mail.queued_at = now()
    await _queue(db, mail)


async def _queue(db: Session, mail: CaseMail) -> None:
    await jobs.enqueue(db, [jobs.Job("deliver_mail", {"mail": mail.id, "boundary": mail.boundary})])


async def deliver(db: Session, mail: CaseMail) -> MailDelayed | None:
    """`mail` is locked. What the server took is marked; a kill in between sends the same Message-ID once more.

    Answers with the problem when it should be tried again: the caller commits what is noted here and then raises it.
    """
    if mail.state != "waiting" or not mail_is_configured():
        return None
    mail.attempts += 1
    try:
        await send_mail(await composed(db, mail))
    except MailRejected as problem:
        await _hold(db, mail, str(problem))
    except MailDelayed as problem:
        mail.last_error = str(problem)
        nothing_to_record(db, "a delay is no fact yet; the job tries again")
        return problem
    else:
        mail.state, mail.sent_at, mail.last_error = "sent", now(), None
        await record(db, MailSent(entry_id=mail.entry_id, attempts=mail.attempts), on=mail, by=SYSTEM)
    return None


async def _hold(db: Session, mail: CaseMail, problem: str) -> None:
    mail.state, mail.last_error = "held", problem
    code = problem.split(" ")[0]
    reason = f"the mail server refused it for good ({code})" if code.isdecimal() else "it cannot be sent as it is"
    await record(db, MailHeld(entry_id=mail.entry_id, reason=reason), on=mail, by=SYSTEM)


async def composed(db: Session, mail: CaseMail) -> OutgoingMail:
    found = await reply_with_id(db, mail.entry_id)
    if found is None:
        raise MailRejected("the reply is not there any more")
    case, entry = found
    checked = await verdict_on(db, entry)
    if checked is None or checked.text_hash != text_hash(entry.body):
        raise MailRejected("its text is not the one that the reply gate let pass")
    return OutgoingMail(
        to=mail.to_address, subject=mail.subject_line, text=text_of(case, entry), message_id=mail.message_id, at=entry.at,
        headers={"References": f"<{case.ref.lower()}.{case.boundary}@{mail_host()}>", "X-Escalations-Case": case.ref},
    )  # fmt: skip


def text_of(case: Case, entry: CaseEntry) -> str:
    """Times are in UTC, as in everything a customer reads."""
    sender = f"{entry.author_name}, Support" if entry.author_name else "Support"
    return f"{entry.body.strip()}\n\n-- \n{sender}\nCase {case.ref}: {' '.join(case.title.split())}\nWritten {entry.at:%-d %b %Y %H:%M} UTC\n"


async def hold_waiting_mail(db: Session, before: datetime) -> int:
    """What waited when the database was saved may have gone out since. A person releases what has not."""
    replies = await replies_without_mail(db, before)
    written = {
        mail.id: mail for entry_id in replies if (mail := await write_mail(db, entry_id)) and mail.state == "waiting"
    }
    waiting = list(({mail.id: mail for mail in await waiting_mail(db, before)} | written).values())
    for mail in waiting:
        mail.state, mail.last_error = "held", MAYBE_SENT
        await record(db, MailHeld(entry_id=mail.entry_id, reason=MAYBE_SENT), on=mail, by=SYSTEM)
    return len(waiting)


async def release_mail(db: Session, mail: CaseMail, *, by: Actor) -> None:
    """Send a held mail after all, to whom the case is with now."""
    allow(by, "administer")
    if mail.state == "sent":
        raise Refused("This mail has been sent. Write a new reply on the case instead.")
    if mail.state == "waiting":
        return
    found = await reply_with_id(db, mail.entry_id)
    contact = await recipient_of(db, found[0]) if found else None
    if contact is None:
        raise Refused(f"It cannot go out: {NO_CONTACT}. Choose a contact on {mail.case_ref} first.")
    mail.to_address, mail.state, mail.last_error = contact.email, "waiting", None
    await record(db, MailReleased(entry_id=mail.entry_id), on=mail, by=by)
    await queue_mail(db, mail)
