"""What time alone brings about, on one page."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from .cases.sweeps import wake_snoozed
from .catalog.loading import catalogue
from .clocks.sweeps import sweep_changed_hours, sweep_clocks
from .integrations.sweeps import sweep_waiting_mail
from .platform.db import Scope, Session, transaction
from .platform.search import sweep_terms
from .platform.time import now

log = structlog.get_logger()
EVERY = 5.0
Sweep = Callable[[Session, datetime], Awaitable[int]]
SWEEPS: tuple[Sweep, ...] = (sweep_clocks, sweep_changed_hours, wake_snoozed, sweep_waiting_mail, sweep_terms)


async def tick(stop: asyncio.Event) -> None:
    """Every few seconds each sweep runs in each boundary, in a transaction of its own. Rows locked elsewhere are skipped."""
    while not stop.is_set():
        try:
            await sweep_everywhere(now())
        except (SQLAlchemyError, OSError) as error:
            log.warning("a sweep failed and will be tried again", error=repr(error))
        try:
            await asyncio.wait_for(stop.wait(), EVERY)
        except TimeoutError:
            continue


async def sweep_everywhere(at: datetime) -> int:
    done = 0
    for boundary in catalogue().boundaries:
        for sweep in SWEEPS:
            async with transaction(Scope.system(boundary)) as db:
                done += await sweep(db, at)
    return done
