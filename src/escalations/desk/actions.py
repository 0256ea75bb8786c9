"""The verbs on held jobs. What is no longer held when its turn comes is left alone, so a repeat is harmless."""

from collections.abc import Sequence

from ..people.roles import allow
from ..platform.db import Session
from ..platform.events import Actor, record
from ..platform.job_desk import drop_held, replay_held
from .events import HELD_JOBS, JobsDropped, JobsReplayed


async def replay_jobs(db: Session, ids: Sequence[int] | None, *, by: Actor) -> int:
    """All held jobs without `ids`."""
    allow(by, "administer")
    replayed = await replay_held(db, ids)
    if replayed:
        await record(db, JobsReplayed(jobs=replayed), on=HELD_JOBS, by=by)
    return len(replayed)


async def drop_jobs(db: Session, ids: Sequence[int], *, by: Actor) -> int:
    allow(by, "administer")
    dropped = await drop_held(db, ids)
    if dropped:
        await record(db, JobsDropped(jobs=dropped), on=HELD_JOBS, by=by)
    return len(dropped)
