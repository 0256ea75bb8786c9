"""What cases do when the clocks below them announce something."""

from ..clocks.events import ClockRetargeted
from ..platform.db import Session
from ..platform.events import Recorded, on
from .actions.timing import refresh_due
from .queries import case_with_id


@on(ClockRetargeted)
async def follow_the_clock(db: Session, fact: Recorded[ClockRetargeted]) -> None:
    """New hours move due times outside the verbs of a case; its cached due time follows."""
    case = await case_with_id(db, fact.event.case_id, lock=True)
    if case is not None and case.is_open:
        await refresh_due(db, case)
