import pytest

from escalations.cases.models import Case
from escalations.clocks.actions import merge_clocks, pause_clock, start_clock, start_follow_up, unmerge_clocks
from escalations.clocks.policies import Target
from escalations.clocks.queries import clocks_of_case, open_clock, open_clocks
from tests.builders import a_customer
from tests.cast import Cast
from tests.support import as_person

from .conftest import a_case_at
from .moments import MONDAY, later
from .truth import recompute_every_clock


@pytest.fixture
async def absorbed(cast: Cast, case: Case) -> Case:
    return await a_case_at(later(minutes=-30), cast, await a_customer(name="Quay Foods"))


async def start(db, case: Case, cast: Cast, kind, minutes: int):
    return await start_clock(db, case.id, case.boundary, kind, Target(minutes, "always", "1"), at=MONDAY, by=cast.ada)


async def settle(db, case: Case, cast: Cast) -> None:
    """A merged case is not open any more: what the cases' own verb does."""
    case.closed_at = later(hours=1)
    db.add(await db.merge(case))


async def test_the_survivor_takes_the_earliest_due_time_of_each_kind(cast: Cast, case: Case, absorbed: Case) -> None:
    async with as_person(cast.ada) as db:
        await start(db, case, cast, "next_update", 60)
        await start(db, absorbed, cast, "next_update", 240)
        earlier = (await open_clock(db, absorbed.id, "first_response")).due_at
        await merge_clocks(db, case.id, absorbed.id, by=cast.ada, at=later(minutes=10))
        assert (await open_clock(db, case.id, "first_response")).due_at == earlier
        assert (await open_clock(db, case.id, "next_update")).due_at == later(minutes=60)
        await settle(db, absorbed, cast)
        assert await recompute_every_clock(db) == 6


async def test_absorbed_clocks_end(cast: Cast, case: Case, absorbed: Case) -> None:
    async with as_person(cast.ada) as db:
        await merge_clocks(db, case.id, absorbed.id, by=cast.ada, at=later(minutes=10))
        assert await open_clocks(db, absorbed.id) == []
        assert {(clock.state, clock.why) for clock in await clocks_of_case(db, absorbed.id)} == {
            ("cancelled", "for these tests"),
            ("cancelled", "merged"),
        }
        await settle(db, absorbed, cast)


async def test_a_kind_the_survivor_lacks_goes_on_there(cast: Cast, case: Case, absorbed: Case) -> None:
    async with as_person(cast.ada) as db:
        resolution = await start(db, absorbed, cast, "resolution", 240)
        await pause_clock(db, resolution, "customer", by=cast.ada, at=later(minutes=5))
        await start_follow_up(
            db, absorbed.id, "public", until=later(days=1), why="asked", by=cast.ada, at=MONDAY, kind="promise"
        )
        await merge_clocks(db, case.id, absorbed.id, by=cast.ada, at=later(minutes=10))
        copy = await open_clock(db, case.id, "resolution")
        assert (copy.state, copy.why, copy.target_minutes) == ("paused", "customer", 240)
        assert (await open_clock(db, case.id, "promise")).due_at == later(days=1)
        await settle(db, absorbed, cast)
        await recompute_every_clock(db)


async def test_unmerging_lets_them_run_on_with_what_they_had_left(cast: Cast, case: Case, absorbed: Case) -> None:
    async with as_person(cast.ada) as db:
        due = (await open_clock(db, absorbed.id, "first_response")).due_at
        await merge_clocks(db, case.id, absorbed.id, by=cast.ada, at=later(minutes=10))
        for _ in range(2):
            await unmerge_clocks(db, absorbed.id, by=cast.ada, at=later(minutes=25))
        again = await open_clock(db, absorbed.id, "first_response")
        assert again.due_at - due == later(minutes=15) - MONDAY
        await recompute_every_clock(db)
