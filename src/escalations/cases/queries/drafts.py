"""Drafts. Row-level security shows a person their own and nobody else's."""

from sqlmodel import select

from ...platform.db import Session
from ..models import Case, CaseDraft


async def drafts_of(db: Session, case: Case) -> dict[str, CaseDraft]:
    """Of whoever asks, by kind."""
    found = await db.exec(select(CaseDraft).where(CaseDraft.case_id == case.id))
    return {draft.kind: draft for draft in found.all()}


async def draft_of(db: Session, case: Case, kind: str, *, lock: bool = False) -> CaseDraft | None:
    query = select(CaseDraft).where(CaseDraft.case_id == case.id, CaseDraft.kind == kind)
    return (await db.exec(query.with_for_update() if lock else query)).one_or_none()
