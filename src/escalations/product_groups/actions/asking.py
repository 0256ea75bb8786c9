"""A question back to support: the turn is theirs and the group's clock stands still until it is answered."""

from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import GroupAnswered, SupportAsked
from ..models import UNSEEN, Escalation, EscalationQuestion
from ..queries import hold, open_questions, questions_on
from . import timing
from .ending import about, allow_deciding, refuse_ended
from .telling import tell_cases


async def ask_support(db: Session, escalation: Escalation, question: str, *, by: Person) -> EscalationQuestion:
    """Asking acknowledges."""
    allow_deciding(by, escalation)
    cases = await hold(db, escalation)
    refuse_ended(escalation, "asked about")
    if standing := (await open_questions(db, [escalation])).get(escalation.id):
        if standing.body == question.strip():
            return standing
        raise Refused(f"Support is asked already: “{standing.body}”. Add the rest as a comment.")
    if escalation.state in UNSEEN:
        escalation.state, escalation.acknowledged_at = "acknowledged", now()
        await timing.expect_answer(db, escalation, by=by)
    asked = EscalationQuestion(
        boundary=escalation.boundary, escalation_id=escalation.id, body=question.strip(), asked_at=now(), asked_by=by.id, asked_name=by.name
    )  # fmt: skip
    db.add(asked)
    await db.flush()
    await record(db, about(SupportAsked, escalation, question_id=asked.id), on=escalation, by=by)
    await timing.rest(db, escalation, by=by)
    note = f"**{escalation.group_name} asks about [{escalation.ref}](/escalations/{escalation.ref})**\n\n{asked.body}"
    await tell_cases(db, cases, note=note, turn="us", why="asked support and waits for the answer", by=by)
    return asked


async def answer_group(db: Session, escalation: Escalation, answer: str, *, by: Actor) -> None:
    allow(by, "work_cases")
    cases = await hold(db, escalation)
    question = (await open_questions(db, [escalation])).get(escalation.id)
    if question is None:
        if any(one.answer == answer.strip() for one in await questions_on(db, escalation)):
            return
        raise Refused(f"{escalation.group_name} waits for no answer on {escalation.ref}. Write a comment instead.")
    question.answer, question.answered_name, question.ended_at = answer.strip(), by.name, now()
    escalation.snoozed_until = None
    await db.flush()
    await record(db, about(GroupAnswered, escalation, question_id=question.id), on=escalation, by=by)
    await timing.run_on(db, escalation, by=by)
    await tell_cases(db, cases, note="", turn="product_group", why=f"answered {escalation.group_name}", by=by)
