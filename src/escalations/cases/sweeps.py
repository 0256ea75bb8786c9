"""What time alone does to cases."""

from datetime import datetime

from ..platform.db import Session
from ..platform.events import SYSTEM
from .actions.waiting import end_snooze, end_wait
from .queries import cases_that_slept_until, waits_that_ended_by


async def wake_snoozed(db: Session, at: datetime) -> int:
    """Snoozes and waits whose time has come: it is our turn again."""
    slept = await cases_that_slept_until(db, at)
    for case in slept:
        await end_snooze(db, case, "its time has come", by=SYSTEM)
    waited = await waits_that_ended_by(db, at)
    for case in waited:
        await end_wait(db, case, "no answer by the agreed time", by=SYSTEM)
    return len(slept) + len(waited)
