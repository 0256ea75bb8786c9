"""Marks and logs of jobs go when nobody needs them any more; events and what is held stay."""

import asyncpg
import pytest

from escalations.platform import forgetting
from escalations.platform.forgetting import forget_past_jobs
from escalations.platform.settings import Settings, settings
from escalations.platform.time import now
from escalations.schedule import sweep_everywhere
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_system, run_jobs


async def _rows(admin: asyncpg.Connection) -> tuple[int, int]:
    return await admin.fetchval("SELECT count(*) FROM reaction_done"), await admin.fetchval(
        "SELECT count(*) FROM pgqueuer_log"
    )


async def _forget() -> int:
    async with as_system("public") as db:
        return await forget_past_jobs(db, now())


async def _aged(admin: asyncpg.Connection, days: int) -> None:
    await admin.execute(f"UPDATE reaction_done SET at = at - interval '{days} days'")
    await admin.execute(f"UPDATE pgqueuer_log SET created = created - interval '{days} days'")


async def test_what_is_past_goes_and_what_is_new_stays(cast: Cast, admin: asyncpg.Connection) -> None:
    await a_case(cast.ada)
    await run_jobs()
    marks, logs = await _rows(admin)
    events = await admin.fetchval("SELECT count(*) FROM event")
    assert marks > 0 and logs > 0
    await _aged(admin, settings().job_days - 1)
    assert await _forget() == 0 and await _rows(admin) == (marks, logs)
    await _aged(admin, 2)
    assert await _forget() == marks + logs and await _rows(admin) == (0, 0)
    assert await _forget() == 0
    assert await admin.fetchval("SELECT count(*) FROM event") == events


async def test_a_job_that_is_still_there_keeps_its_log(cast: Cast, admin: asyncpg.Connection) -> None:
    await a_case(cast.ada)
    waiting = await admin.fetchval("SELECT count(DISTINCT job_id) FROM pgqueuer_log")
    assert waiting > 0
    await _aged(admin, 400)
    await _forget()
    assert await admin.fetchval("SELECT count(DISTINCT job_id) FROM pgqueuer_log") == waiting


async def test_it_goes_in_small_steps_and_drains(
    cast: Cast, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    await a_case(cast.ada)
    await run_jobs()
    await _aged(admin, 400)
    assert 0 < await _forget() <= 4
    await sweep_everywhere(now())
    assert await admin.fetchval("SELECT count(*) FROM reaction_done WHERE at < now() - interval '100 days'") == 0
    assert await admin.fetchval("SELECT count(*) FROM pgqueuer_log WHERE created < now() - interval '100 days'") == 0


def test_a_week_is_the_least() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 7"):
        Settings(job_days=6)
