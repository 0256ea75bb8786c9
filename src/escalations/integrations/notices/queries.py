"""Which notices wait to be mailed, and to whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as columns
from sqlmodel import col, select

from ...people.models import Notice, Person
from ...platform.db import Session
from ...platform.mail import mail_is_configured


async def notices_to_mail(db: Session, at: datetime, limit: int = 50) -> Sequence[Notice]:
    query = select(Notice).where(col(Notice.mail_at) <= at).order_by(col(Notice.mail_at)).limit(limit)
    return (await db.exec(query.with_for_update(skip_locked=True))).all()


def where_notices_are_to_mail(at: datetime) -> list[Select[Any]]:
    """Nowhere while there is no server that would take them."""
    return [columns(col(Notice.boundary)).where(col(Notice.mail_at) <= at)] if mail_is_configured() else []


async def notices_waiting(db: Session, before: datetime) -> Sequence[Notice]:
    """All that are to be mailed some time."""
    query = select(Notice).where(col(Notice.mail_at).is_not(None), Notice.at < before).order_by(col(Notice.id))
    return (await db.exec(query.with_for_update())).all()


async def notice_to_mail(db: Session, notice_id: int) -> tuple[Notice, Person] | None:
    """Locked, and only while its mail is wanted."""
    query = select(Notice, Person).join(Person, col(Person.id) == Notice.person_id)
    wanted = query.where(Notice.id == notice_id, col(Notice.mail_at).is_not(None))
    found = (await db.exec(wanted.with_for_update(of=Notice))).one_or_none()
    return (found[0], found[1]) if found else None
