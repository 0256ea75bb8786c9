"""What time alone does to escalations."""

from datetime import datetime

from ..cases.queries import case_with_id
from ..catalog import catalogue
from ..platform.db import Session
from ..platform.errors import Refused
from ..platform.events import SYSTEM
from .actions import hand_back_escalation, return_escalation, transfer_escalation, wake_escalation
from .queries.keeping import of_groups_that_are_gone, of_those_who_left, slept_until


async def tend_escalations(db: Session, at: datetime) -> int:
    """Those whose time to sleep is over, and those whose engineer or whose whole group is gone."""
    slept = await slept_until(db, at)
    for escalation in slept:
        await wake_escalation(db, escalation, "its time has come", by=SYSTEM)
    left = await of_those_who_left(db)
    for escalation, person in left:
        await hand_back_escalation(db, escalation, person.name)
    return len(slept) + len(left) + await rehome_escalations(db)


async def rehome_escalations(db: Session) -> int:
    """A group left the catalogue: whoever owns the product now has its escalations in triage. Where they cannot take one, it goes
    back to support, which has the turn then."""
    done, known = 0, catalogue()
    for escalation in await of_groups_that_are_gone(db, list(known.product_groups)):
        case = await case_with_id(db, escalation.case_id)
        heir = known.product_group_for(case.product, case.family) if case else None
        if heir is None:
            continue
        gone = f"{escalation.group_name} is there no more."
        try:
            await transfer_escalation(db, escalation, heir.key, gone, by=SYSTEM)
        except Refused as refused:
            await return_escalation(db, escalation, "wrong_group", f"{gone} {refused}", by=SYSTEM)
        done += 1
    return done
