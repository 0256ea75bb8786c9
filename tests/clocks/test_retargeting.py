import pytest

from escalations.cases.models import Case
from escalations.clocks.actions import pause_clock, reschedule_clock, retarget_clock, satisfy_clock, start_clock
from escalations.clocks.models import Clock
from escalations.clocks.policies import Target
from escalations.platform.errors import Refused
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.support import as_person

from .moments import MONDAY, later
from .truth import told

FOUR_HOURS = Target(240, "always", "1")
ONE_HOUR = Target(60, "always", "1")


async def start(db, case: Case, cast: Cast, kind="next_update") -> Clock:
    return await start_clock(db, case.id, case.boundary, kind, FOUR_HOURS, at=MONDAY, by=cast.ada)


async def test_a_raised_severity_counts_an_answer_from_the_change(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await retarget_clock(db, clock, ONE_HOUR, "severity raised to A", by=cast.ada, at=later(hours=2))
        assert (clock.due_at, clock.target_minutes) == (later(hours=3), 60)
    async with as_person(cast.ada) as db:
        (newest, *_) = await trail_of(db, clock.subject)
        assert newest.told == "moved the next update clock to 1 h: severity raised to A"


async def test_a_raised_severity_carries_what_a_resolution_has_used(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast, "resolution")
        await retarget_clock(
            db, clock, Target(180, "always", "1"), "severity raised to A", by=cast.ada, at=later(hours=2)
        )
        assert clock.due_at == later(hours=3)


async def test_the_same_target_again_changes_nothing(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await retarget_clock(db, clock, FOUR_HOURS, "nothing new", by=cast.ada, at=later(hours=2))
        assert await told(db, clock) == ["started"]


async def test_a_pause_goes_on(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await pause_clock(db, clock, "customer", by=cast.ada, at=later(hours=1))
        await retarget_clock(db, clock, ONE_HOUR, "severity raised to A", by=cast.ada, at=later(hours=2))
        assert (clock.state, clock.why, clock.due_at, clock.target_minutes) == ("paused", "customer", None, 60)


async def test_a_recorded_breach_stays(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await retarget_clock(
            db, clock, Target(600, "always", "1"), "severity lowered to C", by=cast.ada, at=later(hours=5)
        )
        assert (clock.breached_at, clock.due_at) == (later(hours=4), later(hours=10))
        assert await told(db, clock) == ["started", "breached", "retargeted"]


async def test_a_met_clock_is_refused(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await satisfy_clock(db, clock, by=cast.ada, at=later(hours=1))
        with pytest.raises(Refused, match="has ended"):
            await retarget_clock(db, clock, ONE_HOUR, "severity raised to A", by=cast.ada)


async def test_rescheduled(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        for _ in range(2):
            await reschedule_clock(db, clock, later(hours=9), why="agreed on the phone", by=cast.ada, at=later(hours=1))
        assert clock.due_at == later(hours=9)
        assert await told(db, clock) == ["started", "rescheduled"]
