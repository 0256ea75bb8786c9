"""The receiver takes over one case of a pack; only now is it theirs."""

from ...cases.actions import assign_case
from ...cases.models import Case
from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import record
from ...platform.time import now
from ..events import HandoverAcknowledged
from ..models import Handover, HandoverLine
from ..queries import engagement_with_id, holder_of
from .serving import take_role


async def acknowledge_line(db: Session, handover: Handover, line: HandoverLine, case: Case, *, by: Person) -> None:
    """`case` is locked before `line`. What the giver no longer owned by now stays with whom it went to."""
    allow(by, "work_cases")
    if line.acknowledged_at is not None:
        if line.acknowledged_by != by.id:
            raise Refused(f"A colleague acknowledged {case.ref} already.")
        return
    if line.lapsed_at is not None:
        raise Refused(f"{case.ref} left this pack: a newer one was written, or this one was withdrawn.")
    if by.id != handover.receiver_id and (by.id == handover.giver_id or not by.may("assign_others")):
        raise NotAllowed("Only the receiver of a pack acknowledges its cases, or a lead in their place.")
    line.acknowledged_at, line.acknowledged_by, line.page_at = now(), by.id, None
    moved = case.is_open and case.owner_id == handover.giver_id
    if moved:
        await assign_case(db, case, by, by=by)
    led = await _take_lead(db, handover, line, by)
    event = HandoverAcknowledged(case=case.ref, handover=handover.ref, moved=moved, led=led)
    await record(db, event, on=line, by=by)
    await db.flush()


async def _take_lead(db: Session, handover: Handover, line: HandoverLine, by: Person) -> bool:
    engagement = await engagement_with_id(db, line.engagement_id, lock=True) if line.engagement_id else None
    if engagement is None or engagement.state != "engaged" or not by.may("rapid_response"):
        return False
    held = await holder_of(db, engagement, "lead")
    if held is None or held.person_id != handover.giver_id:
        return False
    await take_role(db, engagement, "lead", over=handover.giver_id, by=by)
    return True
