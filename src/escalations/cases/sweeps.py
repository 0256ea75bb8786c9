"""What time alone does to cases."""

from datetime import datetime
from typing import Any

from ..platform import jobs
from ..platform.db import Scope, Session, transaction
from ..platform.events import SYSTEM
from ..platform.time import now
from .actions.draining import drain_queues
from .actions.returning import return_cases
from .actions.waiting import end_snooze, end_wait
from .queries import cases_that_slept_until, waits_that_ended_by

TEND = "tend"


async def wake_snoozed(db: Session, at: datetime) -> int:
    """Snoozes and waits whose time has come: it is our turn again."""
    slept = await cases_that_slept_until(db, at)
    for case in slept:
        await end_snooze(db, case, "its time has come", by=SYSTEM)
    waited = await waits_that_ended_by(db, at)
    for case in waited:
        await end_wait(db, case, "no answer by the agreed time", by=SYSTEM)
    return len(slept) + len(waited)


async def tend_queues(db: Session, at: datetime) -> int:
    """What nobody works on goes back, and what waits is given out: the same that each change in between asks for at once."""
    return await return_cases(db, at) + await drain_queues(db, at)


@jobs.job(TEND)
async def tend(payload: dict[str, Any]) -> None:
    async with transaction(Scope.system(payload["boundary"])) as db:
        await tend_queues(db, now())
