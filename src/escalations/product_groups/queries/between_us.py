"""What stands on the escalations of cases, as texts that no customer may read, each with the id of its escalation."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.dialects.postgresql import array
from sqlmodel import col

from ..models import Escalation, EscalationCase, EscalationComment

_WRITTEN = array(
    [
        col(Escalation.asked),
        col(Escalation.business_impact),
        col(Escalation.tried),
        col(Escalation.environment),
        col(Escalation.closing_note),
    ]
)


def texts_beside(cases: ColumnElement[Any]) -> Select[str, int]:
    return select(func.unnest(_WRITTEN), col(Escalation.id)).where(_waiting(cases))


def answers_beside(cases: ColumnElement[Any]) -> Select[str, int]:
    """What the checklist asked for."""
    each = func.jsonb_each_text(col(Escalation.answers)).table_valued("key", "value")
    query = select(each.c.value, col(Escalation.id)).select_from(Escalation).join(each, true())
    return query.where(_waiting(cases))


def comments_beside(cases: ColumnElement[Any]) -> Select[str, int]:
    """Also of those that the case waits for no more."""
    ever = select(col(EscalationCase.escalation_id)).where(col(EscalationCase.case_id) == cases)
    query = select(col(EscalationComment.body), col(EscalationComment.escalation_id))
    return query.where(col(EscalationComment.escalation_id).in_(ever))


def _waiting(cases: ColumnElement[Any]) -> ColumnElement[bool]:
    present = (col(EscalationCase.case_id) == cases, col(EscalationCase.removed_at).is_(None))
    return col(Escalation.id).in_(select(col(EscalationCase.escalation_id)).where(*present))
