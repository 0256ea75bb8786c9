"""The reply that was prepared for a case, and whether it still fits what was said."""

from datetime import datetime

from sqlmodel import col, func, select

from ...platform.db import Session
from ..models import Case, CaseEntry, PreparedReply

_TO_OR_FROM = col(CaseEntry.kind).in_(["customer", "reply"])


async def prepared_reply(db: Session, case: Case) -> PreparedReply | None:
    """The one that was not withdrawn, however old."""
    query = select(PreparedReply).where(PreparedReply.case_id == case.id, col(PreparedReply.withdrawn_at).is_(None))
    return (await db.exec(query)).one_or_none()


async def newest_word(db: Session, case: Case) -> int:
    """Of what was said to or by the customer; 0 when nothing was."""
    query = select(func.max(CaseEntry.id)).where(CaseEntry.case_id == case.id, _TO_OR_FROM)
    return (await db.exec(query)).one() or 0


async def customer_wrote_since(db: Session, case: Case, since: datetime) -> bool:
    query = select(CaseEntry.id).where(CaseEntry.case_id == case.id, CaseEntry.kind == "customer", CaseEntry.at > since)
    return (await db.exec(query.limit(1))).first() is not None
