"""Open cases that are to hear of a change of an article's state."""

from sqlmodel import col, or_, select

from ...cases.models import Case
from ...platform.db import Session
from ..models import CaseKnownIssue


async def links_to_tell(
    db: Session, article_id: int, event_id: int, *, at_most: int
) -> list[tuple[Case, CaseKnownIssue]]:
    """Of this transaction's boundaries, those that heard of no change since, their cases locked in the order of their numbers.
    A merged case is there, and its survivor is to hear of it."""
    query = select(Case, CaseKnownIssue).join(CaseKnownIssue, col(CaseKnownIssue.case_id) == Case.id)
    linked = (
        CaseKnownIssue.article_id == article_id,
        CaseKnownIssue.kind != "not_helpful",
        or_(col(CaseKnownIssue.told_event).is_(None), col(CaseKnownIssue.told_event) < event_id),
        or_(col(Case.closed_at).is_(None), col(Case.merged_into_id).is_not(None)),
    )
    locked = query.where(*linked).order_by(col(Case.id)).limit(at_most).with_for_update(key_share=True, of=Case)
    return [(case, link) for case, link in (await db.exec(locked)).all()]
