"""Shifts written ahead as time goes on, and the gaps that are left."""

from datetime import datetime

from ..platform.db import Session
from .actions.noticing import notice_gaps
from .actions.planning import fill, free_absent, hold_plan
from .queries import rotations


async def sweep_shifts(db: Session, at: datetime) -> int:
    """Each rotation is filled in its own boundary; those of everywhere in the first that comes by."""
    standing = await rotations(db)
    if not standing:
        return 0
    await hold_plan(db)
    return await free_absent(db, at) + sum([await fill(db, rotation, at) for rotation in standing])


async def sweep_gaps(db: Session, at: datetime) -> int:
    return sum([await notice_gaps(db, boundary, at) for boundary in db.sync_session.info["scope"].boundaries])
