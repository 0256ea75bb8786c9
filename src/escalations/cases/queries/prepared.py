"""The reply that was prepared for a case, and whether it still fits what was said."""

from datetime import datetime

from sqlmodel import col, func, select

from ...platform.db import Session
from ..models import Case, CaseEntry, PreparedReply
from .merged import seen_together

_TO_OR_FROM = col(CaseEntry.kind).in_(["customer", "reply"])


async def prepared_reply(db: Session, case: Case) -> PreparedReply | None:
    """The one that was not withdrawn, however old: its own, else of a case that is merged into it."""
    here = col(PreparedReply.case_id).in_(await seen_together(db, case))
    query = select(PreparedReply).where(here, col(PreparedReply.withdrawn_at).is_(None))
    own_first = (col(PreparedReply.case_id) != case.id, col(PreparedReply.id).desc())
    return (await db.exec(query.order_by(*own_first).limit(1))).first()


async def newest_word(db: Session, case: Case) -> int:
    """Of what was said to or by the customer; 0 when nothing was."""
    here = col(CaseEntry.case_id).in_(await seen_together(db, case))
    query = select(func.max(CaseEntry.id)).where(here, _TO_OR_FROM)
    return (await db.exec(query)).one() or 0


async def customer_wrote_since(db: Session, case: Case, since: datetime) -> bool:
    here = col(CaseEntry.case_id).in_(await seen_together(db, case))
    query = select(CaseEntry.id).where(here, CaseEntry.kind == "customer", CaseEntry.at > since)
    return (await db.exec(query.limit(1))).first() is not None
