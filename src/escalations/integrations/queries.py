"""Every SELECT about what goes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func
from sqlalchemy import select as columns
from sqlmodel import and_, col, select

from ..cases.models import Case, CaseEntry, GateVerdict
from ..customers.models import Contact
from ..platform.db import Session
from ..platform.errors import NotFound
from ..platform.kept import Kept
from ..platform.mail import mail_is_configured
from .models import CaseMail

PAUSE = timedelta(minutes=15)


@dataclass(frozen=True)
class MailStanding:
    """What a page or the doctor says about mail. `oldest` is since when the oldest one waits."""

    configured: bool
    waiting: int
    held: int
    oldest: datetime | None


async def mail_for(db: Session, mail_id: int, *, lock: bool = False) -> CaseMail:
    mail = await mail_with_id(db, mail_id, lock=lock)
    if mail is None:
        raise NotFound("There is no such mail, or it is not yours to see.")
    return mail


async def mail_with_id(db: Session, mail_id: int, *, lock: bool = False) -> CaseMail | None:
    query = select(CaseMail).where(CaseMail.id == mail_id)
    return (await db.exec(query.with_for_update() if lock else query)).one_or_none()


async def mail_of_entry(db: Session, entry_id: int) -> CaseMail | None:
    return await _OF_ENTRY.first(db, entry=entry_id)


async def reply_with_id(db: Session, entry_id: int) -> tuple[Case, CaseEntry] | None:
    """Only what was said to the customer. A note is never found here."""
    return await _REPLY.first(db, entry=entry_id)


async def recipient_of(db: Session, case: Case) -> Contact | None:
    """Whom a reply goes to: the case's contact, unless they have left."""
    return await _RECIPIENT.first(db, contact=case.contact_id) if case.contact_id is not None else None


_ENTRY = bindparam("entry", type_=BigInteger)
_OF_ENTRY: Kept[CaseMail] = Kept(select(CaseMail).where(col(CaseMail.entry_id) == _ENTRY))
_REPLY: Kept[tuple[Case, CaseEntry]] = Kept(
    select(Case, CaseEntry)
    .join(CaseEntry, col(CaseEntry.case_id) == Case.id)
    .where(col(CaseEntry.id) == _ENTRY, col(CaseEntry.kind) == "reply")
)
_RECIPIENT: Kept[Contact] = Kept(
    select(Contact).where(col(Contact.id) == bindparam("contact", type_=BigInteger), col(Contact.left_at).is_(None))
)


async def mail_not_sent(db: Session, limit: int = 200) -> Sequence[CaseMail]:
    """Held ones first, then what waits longest."""
    query = select(CaseMail).where(CaseMail.state != "sent")
    return (await db.exec(query.order_by(col(CaseMail.state), col(CaseMail.at)).limit(limit))).all()


async def mail_to_queue_again(db: Session, at: datetime, limit: int = 50) -> Sequence[CaseMail]:
    """Waiting, and nothing has tried for a while: the pause grows with the attempts."""
    query = select(CaseMail).where(_waits_untried(at)).order_by(col(CaseMail.id)).limit(limit)
    return (await db.exec(query.with_for_update(skip_locked=True))).all()


def where_mail_waits(at: datetime) -> list[Select[Any]]:
    """Nowhere while there is no server that would take it."""
    return [columns(col(CaseMail.boundary)).where(_waits_untried(at))] if mail_is_configured() else []


def _waits_untried(at: datetime) -> ColumnElement[bool]:
    tried_long_ago = col(CaseMail.queued_at) + PAUSE * (1 + col(CaseMail.attempts)) < at
    return and_(col(CaseMail.state) == "waiting", tried_long_ago)


async def waiting_mail(db: Session, before: datetime) -> Sequence[CaseMail]:
    query = select(CaseMail).where(CaseMail.state == "waiting", CaseMail.at < before).order_by(col(CaseMail.id))
    return (await db.exec(query.with_for_update())).all()


async def held_mail(db: Session) -> Sequence[CaseMail]:
    return (await db.exec(select(CaseMail).where(CaseMail.state == "held").order_by(col(CaseMail.id)))).all()


async def replies_without_mail(db: Session, before: datetime) -> Sequence[int]:
    """Entries that the gate let pass and whose reaction has not run yet."""
    mailed = select(CaseMail.id).where(CaseMail.entry_id == GateVerdict.entry_id)
    query = select(GateVerdict.entry_id).join(CaseEntry, col(CaseEntry.id) == GateVerdict.entry_id)
    waiting = query.where(CaseEntry.at < before, ~mailed.exists())
    return (await db.exec(waiting.order_by(col(GateVerdict.entry_id)))).all()


async def mail_standing(db: Session) -> MailStanding:
    waiting, held = (col(CaseMail.state) == state for state in ("waiting", "held"))
    query = select(func.count().filter(waiting), func.count().filter(held), func.min(CaseMail.at).filter(waiting))
    row = (await db.exec(query.select_from(CaseMail).where(CaseMail.state != "sent"))).one()
    return MailStanding(mail_is_configured(), *row)
