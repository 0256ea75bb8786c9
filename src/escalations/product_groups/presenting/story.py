"""What happened to an escalation and what was said about it, as one list."""

from dataclasses import dataclass
from datetime import datetime

from ...platform.db import Session
from ...platform.trail import trail_of
from ..models import Escalation, EscalationQuestion, EscalationTransfer
from ..queries import comments_on, questions_on, transfers_of

SAID = ("EscalationCommented", "SupportAsked", "GroupAnswered")


@dataclass(frozen=True)
class Told:
    """A line of an escalation's story: something said with its text, or an event with its sentence."""

    id: str
    at: datetime
    who: str
    text: str
    is_comment: bool


async def story_of(db: Session, escalation: Escalation) -> list[Told]:
    """Oldest first: what happened to the escalation, and what the two sides said."""
    said = [
        Told(f"comment-{one.id}", one.at, one.author_name, one.body, True) for one in await comments_on(db, escalation)
    ]
    for question in await questions_on(db, escalation):
        said += _talk(question)
    for transfer in await transfers_of(db, escalation):
        said.append(_why(transfer))
    happened = [row for row in await trail_of(db, escalation.subject) if row.action not in SAID]
    told = [Told(f"event-{row.id}", row.at, row.actor_name, row.told, False) for row in reversed(happened)]
    return sorted([*told, *said], key=lambda line: line.at)


def _talk(question: EscalationQuestion) -> list[Told]:
    asked = Told(
        f"question-{question.id}", question.asked_at, question.asked_name, f"Asks support: {question.body}", True
    )
    if not question.answer or question.ended_at is None:
        return [asked]
    return [asked, Told(f"answer-{question.id}", question.ended_at, question.answered_name, question.answer, True)]


def _why(transfer: EscalationTransfer) -> Told:
    return Told(f"transfer-{transfer.id}", transfer.at, transfer.author_name, transfer.reason, True)
