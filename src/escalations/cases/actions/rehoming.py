"""A queue leaves the rule files while cases stand in it: they go to the queue of their family, or where what is unclear waits."""

from datetime import datetime

from ...catalog.loading import catalogue
from ...platform.db import Session
from ...platform.events import SYSTEM, record
from ...routing.targets import UNCLEAR_QUEUE
from ..events import CaseRehomed
from ..models import Case
from ..queries.homeless import homeless_cases

MOST_AT_ONCE = 200


async def rehome_cases(db: Session, at: datetime, limit: int = MOST_AT_ONCE) -> int:
    """How many moved. Whoever owns one keeps it; its age and clocks are as they were."""
    moved = await homeless_cases(db, list(catalogue().queues), limit)
    for case in moved:
        was, case.queue, case.queued_at, case.alerts = case.queue, home_of(case), at, 0
        await record(db, CaseRehomed(from_queue=was, to_queue=case.queue), on=case, by=SYSTEM)
    return len(moved)


def home_of(case: Case) -> str:
    family = catalogue().families.get(case.family)
    return family.queue if family else UNCLEAR_QUEUE
