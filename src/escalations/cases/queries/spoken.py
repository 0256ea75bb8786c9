"""Whether anything passed between us and the customer since a moment."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlmodel import col

from ...platform.db import Session
from ..models import Case, CaseEntry


async def answered_since(db: Session, case: Case, since: datetime) -> bool:
    return await _said(db, case, since, ("reply",))


async def spoken_since(db: Session, case: Case, since: datetime) -> bool:
    return await _said(db, case, since, ("reply", "customer"))


async def _said(db: Session, case: Case, since: datetime, kinds: tuple[str, ...]) -> bool:
    theirs = (col(CaseEntry.case_id) == case.id, col(CaseEntry.kind).in_(kinds), col(CaseEntry.at) > since)
    return bool((await db.execute(select(exists().where(*theirs)))).scalar())
