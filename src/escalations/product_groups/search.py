"""What of an escalation can be found by searching: what is asked for, what it costs the customer, what was tried, how it ended."""

from ..platform.db import Session
from ..platform.events import Recorded, on
from ..platform.search import Document, documents_of, facts_of, refresh_document
from .events import (
    CaseEscalated,
    EscalationAccepted,
    EscalationAcknowledged,
    EscalationClosed,
    EscalationHandedBack,
    EscalationMarkedDuplicate,
    EscalationMitigated,
    EscalationReassessed,
    EscalationReopened,
    EscalationResolved,
    EscalationReturned,
    EscalationTransferred,
    EscalationWithdrawn,
)
from .models import OPEN_STATES, Escalation, name_of_group
from .queries import escalation_with_id

KIND = "escalation"
LONGEST_TITLE = 160


@on(
    CaseEscalated, EscalationAccepted, EscalationAcknowledged, EscalationClosed, EscalationHandedBack, EscalationMarkedDuplicate, EscalationMitigated,
    EscalationReassessed, EscalationReopened, EscalationResolved, EscalationReturned, EscalationTransferred, EscalationWithdrawn,
    once_for="subject",
)  # fmt: skip
async def index_escalation(db: Session, fact: Recorded[CaseEscalated]) -> None:
    await refresh_document(db, KIND, int(fact.subject.partition("/")[2]), escalation_document)


@documents_of(KIND)
async def escalation_document(db: Session, escalation_id: int) -> Document | None:
    escalation = await escalation_with_id(db, escalation_id)
    if escalation is None:
        return None
    told = [
        escalation.asked,
        escalation.business_impact,
        escalation.tried,
        escalation.environment,
        escalation.evidence,
        escalation.mitigation,
        escalation.closing_note,
    ]
    title = f"{name_of_group(escalation.product_group)}: {escalation.asked}"[:LONGEST_TITLE]
    return Document(
        kind=KIND, object_id=escalation.id, boundary=escalation.boundary, title=title, body="\n\n".join(told),
        facts=escalation_facts(escalation),
    )  # fmt: skip


def escalation_facts(escalation: Escalation) -> tuple[str, ...]:
    is_open = escalation.state in OPEN_STATES
    return (
        *facts_of("sev", [escalation.severity]), *facts_of("state", [escalation.state]),
        *facts_of("is", ["open" if is_open else "closed"]),
    )  # fmt: skip
