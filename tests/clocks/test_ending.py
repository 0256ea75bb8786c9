"""A clock is met, or cancelled."""

import pytest

from escalations.cases.models import Case
from escalations.clocks.actions import cancel_clock, pause_clock, satisfy_clock, start_clock
from escalations.clocks.models import Clock
from escalations.clocks.policies import Target
from escalations.platform.errors import Refused
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.support import as_person

from .moments import MONDAY, later
from .truth import told


async def start(db, case: Case, cast: Cast, kind="next_update") -> Clock:
    return await start_clock(db, case.id, case.boundary, kind, Target(60, "always", "1"), at=MONDAY, by=cast.ada)


async def test_met_in_time(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        for _ in range(2):
            await satisfy_clock(db, clock, by=cast.ada, at=later(minutes=60))
        assert (clock.state, clock.satisfied_at, clock.breached_at, clock.wake_at) == (
            "satisfied",
            later(minutes=60),
            None,
            None,
        )
        assert await told(db, clock) == ["started", "satisfied"]


async def test_met_late_before_any_sweep_came_by(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await satisfy_clock(db, clock, by=cast.ada, at=later(minutes=61))
        assert (clock.state, clock.breached_at) == ("satisfied", later(minutes=60))
    async with as_person(cast.ada) as db:
        trail = await trail_of(db, clock.subject)
        assert [(event.actor_name, event.told) for event in trail][:2] == [
            ("Ada", "met the next update clock, late"),
            ("Escalations", "noted that the next update clock ran out"),
        ]


async def test_met_while_it_was_paused(cast: Cast, case: Case) -> None:
    """Reply and wait in one step: whichever came first, the answer counts."""
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await pause_clock(db, clock, "customer", by=cast.ada, at=later(minutes=10))
        await satisfy_clock(db, clock, by=cast.ada, at=later(minutes=10))
        assert (clock.state, clock.breached_at) == ("satisfied", None)


async def test_cancelled(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        for _ in range(2):
            await cancel_clock(db, clock, "the case was closed", by=cast.ada, at=later(minutes=10))
        assert (clock.state, clock.why, clock.wake_at) == ("cancelled", "the case was closed", None)
        assert await told(db, clock) == ["started", "cancelled"]


async def test_an_end_is_final(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        met, cancelled = await start(db, case, cast), await start(db, case, cast, "resolution")
        await satisfy_clock(db, met, by=cast.ada, at=later(minutes=10))
        await cancel_clock(db, cancelled, "withdrawn", by=cast.ada, at=later(minutes=10))
        with pytest.raises(Refused, match="has been met"):
            await cancel_clock(db, met, "withdrawn", by=cast.ada)
        with pytest.raises(Refused, match="was cancelled"):
            await satisfy_clock(db, cancelled, by=cast.ada)
