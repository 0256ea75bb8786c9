"""What support and product groups tell each other about a case."""

from ..cases.gate import InternalText
from ..cases.internal_texts import holds_internal_texts
from ..cases.models import Case
from ..platform.db import Session
from .models import Escalation
from .queries.of_case import escalations_of
from .queries.said import comments_on_case


@holds_internal_texts
async def texts_of_escalations(db: Session, case: Case) -> list[InternalText]:
    escalations = await escalations_of(db, case)
    if not escalations:
        return []
    told = [InternalText(text, f"escalation {one.ref}") for one in escalations for text in _said(one)]
    return told + [InternalText(body, f"a comment on E-{of}") for of, body in await comments_on_case(db, case)]


def _said(escalation: Escalation) -> list[str]:
    texts = (
        escalation.asked,
        escalation.business_impact,
        escalation.tried,
        escalation.environment,
        escalation.closing_note,
    )
    return [text for text in (*texts, *escalation.answers.values()) if text]
