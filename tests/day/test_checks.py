"""Each check of the scripted day finds the fault that it is there to find: injected past the program, in a transaction that never commits."""

from collections.abc import AsyncIterator
from dataclasses import replace

import asyncpg
import pytest

from bench.day.checking import COVERED, dead_ends, disorder, two_owners_or_none, unacknowledged, unpaged
from bench.day.ledgers import wrong_due_times
from bench.day.recording import EACH, unrecorded_writes
from escalations.cases.queries import case_for
from escalations.platform.time import now, time_at
from escalations.rapid_response.plight import Score
from escalations.rapid_response.presenting import board
from escalations.rapid_response.presenting.board import Board
from escalations.rapid_response.sweeps import sweep_handovers
from tests.cast import Cast
from tests.product_groups.builders import an_escalation
from tests.rapid_response.builders import a_covered_case, another_of_rapid_response
from tests.rapid_response.scenes import a_pack, owned_by
from tests.support import as_person, as_system, run_jobs


@pytest.fixture
async def broken(cast: Cast, admin: asyncpg.Connection) -> AsyncIterator[asyncpg.Connection]:
    """Whatever a test does here is taken back."""
    case = await a_covered_case(cast)
    await an_escalation(cast, case)
    await run_jobs()
    assert await dead_ends(admin) == await wrong_due_times(admin) == await unrecorded_writes(admin) == []
    undone = admin.transaction()
    await undone.start()
    yield admin
    await undone.rollback()


async def test_a_case_without_a_clock_is_a_dead_end(broken: asyncpg.Connection) -> None:
    await broken.execute("UPDATE clock SET state = 'cancelled', wake_at = NULL")
    assert any("dead_end_case" in one for one in await dead_ends(broken))
    assert any("dead_end_escalation" in one for one in await dead_ends(broken))


async def test_an_owner_who_lost_the_clearance_is_found(broken: asyncpg.Connection) -> None:
    await broken.execute("UPDATE clearance SET revoked_at = now() - interval '1 second'")
    assert await two_owners_or_none(broken)


@pytest.mark.parametrize("column", ["due_at", "breached_at"])
async def test_a_clock_that_says_something_else_than_its_ledger_is_found(
    broken: asyncpg.Connection, column: str
) -> None:
    await broken.execute(f"UPDATE clock SET {column} = coalesce({column}, now()) + interval '1 minute'")
    assert any("not what its ledger says" in one for one in await wrong_due_times(broken))


async def test_a_case_whose_cached_due_time_is_stale_is_found(broken: asyncpg.Connection) -> None:
    await broken.execute("UPDATE support_case SET due_at = due_at + interval '1 minute'")
    assert any("says it is due" in one for one in await wrong_due_times(broken))


@pytest.mark.parametrize("action", sorted({action for _, actions in EACH.values() for action in actions}))
async def test_an_event_too_many_or_too_few_is_found(broken: asyncpg.Connection, action: str) -> None:
    """Of every kind that is counted."""
    await broken.execute(
        "INSERT INTO event (at, action, subject, thread, actor_name, particulars) VALUES (now(), $1, 'x/1', 'x/1', 'x', '{}')",
        action,
    )
    assert len(await unrecorded_writes(broken)) == 1


async def test_a_critical_case_that_nobody_acknowledged_pages_the_lead_or_is_found(
    cast: Cast, admin: asyncpg.Connection
) -> None:
    await owned_by(cast.rex, title="The till", claimed="A")
    await a_pack(cast.rex, await another_of_rapid_response())
    later = now().replace(microsecond=0)
    later = later.replace(year=later.year + 1)
    assert await unacknowledged(admin) == 1 and await unpaged(admin, later), "nobody swept"
    with time_at(later):
        async with as_system() as db:
            await sweep_handovers(db, later)
    assert await unpaged(admin, later), "paged, and the notice has not gone out"
    await run_jobs()
    assert await unpaged(admin, later) == []


async def seen(cast: Cast) -> Board:
    async with as_person(cast.rex) as db:
        return await board(db)


def worse_by_one(below: tuple[str, Score] | None) -> tuple[str, Score] | None:
    return below and (below[0], replace(below[1], points=below[1].points + 1))


async def test_a_board_in_another_order_is_found(cast: Cast, admin: asyncpg.Connection) -> None:
    for number, severity in enumerate("ABC"):
        case = await a_covered_case(cast, f"Customer {number}", claimed=severity)
        async with as_person(cast.ada) as db:
            assert (await case_for(db, cast.ada, case.ref)).severity == severity
    right, rows = await seen(cast), await admin.fetch(COVERED, now())
    assert len(rows) == 3 and disorder(right, rows) == []
    upside_down = [replace(one, place=4 - one.place) for one in right.ranked][::-1]
    told = disorder(Board((("all", tuple(upside_down)),), ""), rows)
    assert any("with fewer points" in one for one in told) and any("is worse than" in one for one in told)
    wrong_sum = [replace(one, score=replace(one.score, points=one.points + 1)) for one in right.ranked]
    assert any("do not make the sum" in one for one in disorder(Board((("all", tuple(wrong_sum)),), ""), rows))
    short = disorder(Board((("all", tuple(right.ranked[:2])),), ""), rows)
    assert any("stand on the board" in one for one in short)
    lies = [replace(one, below=worse_by_one(one.below)) for one in right.ranked]
    assert any("is not so" in one for one in disorder(Board((("all", tuple(lies)),), ""), rows))
