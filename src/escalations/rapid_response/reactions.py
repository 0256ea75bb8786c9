"""A closed case needs nobody to look after it."""

from ..cases.events import CaseClosed
from ..cases.queries import case_with_id
from ..platform.db import Session
from ..platform.events import SYSTEM, Recorded, on
from .actions import stand_down
from .queries import open_engagement


@on(CaseClosed)
async def stand_down_from_closed_case(db: Session, fact: Recorded[CaseClosed]) -> None:
    case = await case_with_id(db, int(fact.subject.removeprefix("case/")))
    engagement = await open_engagement(db, case.id) if case else None
    if case and engagement and engagement.requested_at <= fact.at:
        await stand_down(db, case, "The case was closed.", by=SYSTEM)
