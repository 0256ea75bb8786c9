"""Jobs and the schedule until told to stop. Any number of workers may run; what one has taken the others leave."""

import asyncio

from .. import schedule, wiring
from ..integrations.returning import hold_after_return
from ..platform import jobs


async def run_worker(dsn: str, stop: asyncio.Event, *, at_once: int) -> None:
    wiring.load_rooms()
    await asyncio.gather(jobs.work(dsn, stop, at_once=at_once, first=hold_after_return), schedule.tick(stop))
