from datetime import timedelta

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from escalations.cases.models import Case
from escalations.clocks.actions import start_clock, start_follow_up
from escalations.clocks.models import Clock
from escalations.clocks.policies import Target
from escalations.clocks.queries import clocks_of_case, open_clock, open_clocks, running_clock
from escalations.platform.errors import Refused
from escalations.platform.time import time_at
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.support import as_person, as_system

from .moments import MONDAY, later
from .truth import told

HOUR = Target(60, "berlin", "2023-07-01")


async def start(db, case: Case, cast: Cast, kind="next_update", target=HOUR, at=MONDAY, **particulars) -> Clock:
    return await start_clock(db, case.id, case.boundary, kind, target, at=at, by=cast.ada, **particulars)


async def test_it_starts(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
        assert (clock.state, clock.due_at, clock.warn_at) == ("running", later(hours=1), later(minutes=45))
        assert clock.wake_at == clock.warn_at
        assert (clock.calendar, clock.policy_version, clock.target_minutes) == ("berlin@2025-10-01", "2023-07-01", 60)
        assert (clock.subject, clock.thread) == (f"clock/{clock.id}", f"case/{case.id}")
        assert await told(db, clock) == ["started"]


async def test_it_is_recorded_where_the_case_is_told(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start(db, case, cast)
    async with as_person(cast.ada) as db:
        (event,) = await trail_of(db, clock.subject)
        assert (event.thread, event.actor_name) == (f"case/{case.id}", "Ada")
        assert event.told == "started the next update clock (1 h in Berlin hours)"


async def test_starting_it_twice_is_the_same_clock(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        first = await start(db, case, cast)
        again = await start(db, case, cast, target=Target(5, "always", "x"))
        assert (again.id, again.target_minutes, await told(db, again)) == (first.id, 60, ["started"])


async def test_each_holder_has_a_clock_of_its_own(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        ours = await start(db, case, cast)
        theirs = await start(db, case, cast, holder="rapid_response")
        assert ours.id != theirs.id
        assert await open_clock(db, case.id, "next_update", holder="rapid_response") is theirs
        assert await open_clocks(db, case.id, holder="rapid_response") == [theirs]
        assert [clock.kind for clock in await clocks_of_case(db, case.id) if clock.is_open] == [
            "first_response",
            "next_update",
            "next_update",
        ]


async def test_a_short_update_target_does_not_overrule_the_first_response(cast: Cast, case: Case) -> None:
    """A classic bug: one due time for both."""
    async with as_person(cast.ada) as db:
        first = await running_clock(db, case.id, "first_response")
        due = first.due_at
        await start(db, case, cast, target=Target(5, "always", ""))
        assert (await running_clock(db, case.id, "first_response")).due_at == due


async def test_the_database_refuses_a_second_open_one(cast: Cast, case: Case) -> None:
    with pytest.raises(IntegrityError, match="uq_clock_open"):
        async with as_person(cast.ada) as db:
            clock = await start(db, case, cast)
            db.add(Clock(**clock.model_dump(exclude={"id"})))
            await db.flush()


async def test_the_database_refuses_a_running_clock_that_nothing_wakes(cast: Cast, case: Case) -> None:
    with pytest.raises(IntegrityError, match="ck_clock_wakes_while_running"):
        async with as_person(cast.ada) as db:
            clock = await start(db, case, cast)
            clock.wake_at = None
            await db.flush()


async def test_it_cannot_cross_a_boundary(cast: Cast, case: Case) -> None:
    with pytest.raises(IntegrityError, match="fk_clock_case_id_boundary"):
        async with as_system("public", "germany") as db:
            await start_clock(db, case.id, "germany", "next_update", HOUR, at=MONDAY, by=cast.ada)


async def test_an_outsider_sees_none_and_starts_none(cast: Cast, case: Case) -> None:
    async with as_person(cast.cleo) as db:
        assert await clocks_of_case(db, case.id) == []
    with pytest.raises(DBAPIError, match="row-level security"):
        async with as_person(cast.cleo) as db:
            await start_clock(db, case.id, "public", "next_update", HOUR, at=MONDAY, by=cast.cleo)


async def test_the_ledger_cannot_be_rewritten(cast: Cast, case: Case, postgres) -> None:
    application = await asyncpg.connect(postgres.app_url)
    try:
        for statement in ("UPDATE clock_event SET minutes = 1", "DELETE FROM clock_event", "TRUNCATE clock_event"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await application.execute(statement)
    finally:
        await application.close()


class TestFollowUp:
    UNTIL = later(days=5, seconds=17)

    async def follow_up(self, db, case, cast, until=UNTIL, **particulars):
        with time_at(MONDAY):
            return await start_follow_up(
                db, case.id, case.boundary, until=until, why="after the change window", by=cast.ada, **particulars
            )

    async def test_it_is_due_at_the_very_instant(self, cast: Cast, case: Case) -> None:
        async with as_person(cast.ada) as db:
            clock = await self.follow_up(db, case, cast)
            assert (clock.kind, clock.due_at, clock.wake_at) == ("follow_up", self.UNTIL, self.UNTIL)

    async def test_a_later_one_replaces_it(self, cast: Cast, case: Case) -> None:
        async with as_person(cast.ada) as db:
            first = await self.follow_up(db, case, cast)
            again = await self.follow_up(db, case, cast)
            assert (again.id, await told(db, again)) == (first.id, ["started"])
            moved = await self.follow_up(db, case, cast, until=self.UNTIL + timedelta(days=1))
            assert (moved.id, moved.due_at) == (first.id, self.UNTIL + timedelta(days=1))
            assert await told(db, moved) == ["started", "rescheduled"]

    async def test_promises_stand_side_by_side(self, cast: Cast, case: Case) -> None:
        async with as_person(cast.ada) as db:
            first = await self.follow_up(db, case, cast, kind="promise")
            same = await self.follow_up(db, case, cast, kind="promise")
            second = await self.follow_up(db, case, cast, until=later(hours=1), kind="promise")
            third = await self.follow_up(db, case, cast, kind="promise")
            assert same.id == third.id == first.id != second.id
            assert (await open_clock(db, case.id, "promise")).id == second.id

    async def test_it_must_lie_ahead(self, cast: Cast, case: Case) -> None:
        with pytest.raises(Refused, match="must lie ahead"):
            async with as_person(cast.ada) as db:
                await self.follow_up(db, case, cast, until=MONDAY)
