import pytest

from escalations.cases.models import Case
from escalations.clocks.actions import pause_clock, resume_clock, satisfy_clock, start_clock
from escalations.clocks.chip import chip
from escalations.clocks.models import Clock
from escalations.clocks.policies import Target
from escalations.clocks.queries import reading_of, running_clock
from escalations.platform.errors import Refused
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.support import as_person

from .moments import MONDAY, later
from .truth import told


async def start(db, case: Case, cast: Cast, kind="resolution") -> Clock:
    return await start_clock(db, case.id, case.boundary, kind, Target(240, "berlin", "1"), at=MONDAY, by=cast.ada)


async def test_it_stands_still_and_runs_on(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await pause_clock(db, clock, "customer", by=cast.ada, at=later(hours=1))
        assert (clock.state, clock.due_at, clock.wake_at) == ("paused", None, None)
        assert chip(clock, later(hours=2)).text == "paused, waiting for customer"
        await resume_clock(db, clock, by=cast.ada, at=later(days=1))
        assert (clock.state, clock.due_at) == ("running", later(days=1, hours=3))


async def test_twice_is_once(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        for _ in range(2):
            await pause_clock(db, clock, "customer", by=cast.ada, at=later(hours=1))
        for _ in range(2):
            await resume_clock(db, clock, by=cast.ada, at=later(hours=2))
        assert await told(db, clock) == ["started", "paused", "resumed"]


async def test_waiting_for_somebody_else_is_another_entry(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await pause_clock(db, clock, "customer", by=cast.ada, at=later(hours=1))
        await pause_clock(db, clock, "third_party", by=cast.ada, at=later(hours=2))
        assert (clock.why, await told(db, clock)) == ("third_party", ["started", "paused", "paused"])


async def test_it_is_recorded(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await pause_clock(db, clock, "customer", by=cast.ada, at=later(hours=1))
        await resume_clock(db, clock, by=cast.ada, at=later(hours=2))
    async with as_person(cast.ada) as db:
        assert [event.told for event in await trail_of(db, clock.subject)][:2] == [
            "resumed the resolution clock",
            "paused the resolution clock: waiting for customer",
        ]


async def test_a_first_response_never_waits_for_the_customer(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused, match="does not stand still while waiting for customer"):
        async with as_person(cast.ada) as db:
            clock = await running_clock(db, case.id, "first_response")
            await pause_clock(db, clock, "customer", by=cast.ada)


async def test_a_met_clock_is_refused(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast, "next_update")
        await satisfy_clock(db, clock, by=cast.ada, at=later(minutes=5))
        with pytest.raises(Refused, match="has ended"):
            await pause_clock(db, clock, "customer", by=cast.ada)
        with pytest.raises(Refused, match="start a new one"):
            await resume_clock(db, clock, by=cast.ada)


async def test_a_met_resolution_runs_on_when_the_case_is_reopened(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await satisfy_clock(db, clock, by=cast.ada, at=later(hours=1))
        await resume_clock(db, clock, by=cast.ada, at=later(days=2))
        assert (clock.state, clock.satisfied_at, clock.due_at) == ("running", None, later(days=2, hours=3))


async def test_a_met_resolution_stays_met_once_a_new_one_has_begun(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await satisfy_clock(db, clock, by=cast.ada, at=later(hours=1))
        await start(db, case, cast)
        with pytest.raises(Refused, match="a new one has begun since"):
            await resume_clock(db, clock, by=cast.ada)


async def test_a_mail_read_late_counts_from_when_it_came(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await pause_clock(db, clock, "customer", by=cast.ada, at=later(hours=1))
        await resume_clock(db, clock, by=cast.ada, at=later(hours=2))
        reading = await reading_of(db, clock, later(hours=3))
        assert (reading.used_minutes, clock.due_at) == (120, later(hours=5))


async def test_a_pause_after_the_due_time_notes_the_breach_first(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        await pause_clock(db, clock, "customer", by=cast.ada, at=later(hours=6))
        assert (clock.state, clock.breached_at) == ("paused", later(hours=4))
        assert await told(db, clock) == ["started", "breached", "paused"]
