"""Drafts. Row-level security shows a person their own and nobody else's."""

from sqlalchemy import BigInteger, bindparam
from sqlmodel import col, select

from ...people.models import Person
from ...platform.db import Session
from ...platform.kept import Asked, Kept
from ..models import Case, CaseDraft, CaseEntry


async def drafts_of(db: Session, case: Case) -> dict[str, CaseDraft]:
    """Of whoever asks, by kind."""
    return {draft.kind: draft for draft in await _DRAFTS.all(db, case_id=case.id)}


def held_drafts_of(case: Case) -> Asked[CaseDraft]:
    """Locked, and as they now are."""
    return _DRAFTS_HELD.of(case_id=case.id)


_OF_CASE = select(CaseDraft).where(col(CaseDraft.case_id) == bindparam("case_id", type_=BigInteger))
_DRAFTS: Kept[CaseDraft] = Kept(_OF_CASE)
_DRAFTS_HELD: Kept[CaseDraft] = Kept(_OF_CASE.with_for_update(), fresh=True)


async def draft_of(db: Session, case: Case, kind: str, *, lock: bool = False) -> CaseDraft | None:
    query = select(CaseDraft).where(CaseDraft.case_id == case.id, CaseDraft.kind == kind)
    return (await db.exec(query.with_for_update() if lock else query)).one_or_none()


async def was_sent(db: Session, case: Case, kind: str, text: str, seen: int, by: Person) -> bool:
    """Whether this very text has become an entry of theirs after the newest one that they had seen."""
    query = select(CaseEntry.id).where(CaseEntry.case_id == case.id, col(CaseEntry.id) > seen, CaseEntry.kind == kind)
    same = query.where(CaseEntry.author_id == by.id, CaseEntry.body == text.strip())
    return (await db.exec(same.limit(1))).first() is not None
