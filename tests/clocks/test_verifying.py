"""Rows that say something else than their ledgers are found, and set right."""

import asyncpg
import pytest

from escalations.cases.models import Case
from escalations.clocks.policies import clock_policies
from escalations.clocks.queries import count_open_clocks, ledgers_of, open_clock, open_clocks_after
from escalations.clocks.sweeps import sweep_clocks
from escalations.clocks.verifying import NO_LEDGER, differences_among, mend_clock, wrong_columns
from escalations.platform.events import SYSTEM
from escalations.platform.time import time_at
from escalations.platform.trail import trail_of
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_system, run_jobs

from .moments import MONDAY, later
from .truth import recompute_every_clock


@pytest.fixture
async def fresh(cast: Cast) -> Case:
    with time_at(MONDAY):
        return await a_case(cast.ada)


async def differences() -> list[tuple[str, tuple[str, ...]]]:
    async with as_system() as db:
        clocks = await open_clocks_after(db, 0, 100)
        assert len(clocks) == await count_open_clocks(db)
        return [(found.clock.kind, found.wrong) for found in await differences_among(db, clocks)]


async def test_rows_agree_through_warnings_breaches_and_reminders(fresh: Case) -> None:
    for minutes in (0, 95, 110, 125, 200, 260):
        async with as_system() as db:
            await sweep_clocks(db, later(minutes=minutes))
        assert await differences() == []


async def test_what_was_changed_behind_its_back_is_named(fresh: Case, admin: asyncpg.Connection) -> None:
    await admin.execute(
        "UPDATE clock SET due_at = due_at + interval '1 hour', calendar = 'tokyo@2015-01-01' WHERE kind = 'resolution'"
    )
    assert await differences() == [("resolution", ("calendar", "due_at"))]


async def test_it_is_set_right_recorded_and_the_case_follows(fresh: Case, admin: asyncpg.Connection) -> None:
    await admin.execute("UPDATE clock SET due_at = due_at + interval '1 hour' WHERE kind = 'first_response'")
    await admin.execute("UPDATE support_case SET due_at = due_at + interval '1 hour'")
    with time_at(later(minutes=5)):
        async with as_system() as db:
            (difference,) = await differences_among(db, await open_clocks_after(db, 0, 100))
            await mend_clock(db, difference, by=SYSTEM)
            assert await recompute_every_clock(db) == 2
        await run_jobs()
    assert await differences() == []
    async with as_system() as db:
        newest, *_ = await trail_of(db, difference.clock.subject)
        assert newest.told == "set the first response clock right by its ledger: due at"
        assert (await db.get_one(Case, fresh.id)).due_at == later(hours=2)


async def test_a_clock_without_a_ledger_cannot_be_set_right(fresh: Case) -> None:
    async with as_system() as db:
        clock = await open_clock(db, fresh.id, "first_response")
        assert clock is not None
        assert wrong_columns(clock, [], clock_policies()) == NO_LEDGER
        assert len(await ledgers_of(db, [clock.id, 99])) == 1
