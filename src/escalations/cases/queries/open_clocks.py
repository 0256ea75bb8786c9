"""What a proposed policy or calendar file would do to the clocks that are open now."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime

from sqlmodel import col

from ...clocks.models import Clock
from ...clocks.proposals import Impact, OpenClock, Proposal, impact_of
from ...clocks.queries import OPEN, Held, ledgers_of
from ...platform.db import Session
from .terms import terms_at, with_terms

BATCH = 2000


async def impact_on_open_clocks(
    db: Session, proposal: Proposal, at: datetime, tick: Callable[[int], None] | None = None
) -> Impact:
    """Reads only. `tick` hears how many were looked at."""
    impact = impact_of([], proposal, at)
    async for batch in _open_clocks(db, at):
        impact += impact_of(batch, proposal, at)
        if tick:
            tick(len(batch))
    return impact


async def _open_clocks(db: Session, at: datetime) -> AsyncIterator[list[OpenClock]]:
    last, width = 0, len(Held.__slots__)
    while True:
        query = with_terms(col(Clock.state).in_(OPEN), col(Clock.id) > last).order_by(col(Clock.id)).limit(BATCH)
        rows = [(Held(*row[:width]), row[width:]) for row in await db.execute(query)]
        if not rows:
            return
        ledgers = await ledgers_of(db, [clock.id for clock, _ in rows])
        yield [OpenClock(clock, ledgers[clock.id], terms_at(rest, clock, at)) for clock, rest in rows]
        last = rows[-1][0].id
