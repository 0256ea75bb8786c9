"""What a case does carries over to its escalations."""

from ..cases.events import CaseClosed, SeverityChanged
from ..cases.queries import case_with_id
from ..platform.db import Session
from ..platform.events import SYSTEM, Recorded, on
from .actions import reassess_escalation, withdraw_escalation
from .queries import open_escalations_of


@on(CaseClosed)
async def withdraw_from_closed_case(db: Session, fact: Recorded[CaseClosed]) -> None:
    for escalation in await open_escalations_of(db, _case_id(fact.subject)):
        if escalation.opened_at <= fact.at:
            await withdraw_escalation(db, escalation, "The case was closed.", by=SYSTEM)


@on(SeverityChanged)
async def follow_severity(db: Session, fact: Recorded[SeverityChanged]) -> None:
    """To the severity the case has by now, in case it has moved on since."""
    case = await case_with_id(db, _case_id(fact.subject))
    if case is None or fact.event.kind != "assessed":
        return
    for escalation in await open_escalations_of(db, case.id):
        await reassess_escalation(db, escalation, case.severity, by=SYSTEM)


def _case_id(subject: str) -> int:
    return int(subject.removeprefix("case/"))
