"""A machine without room for logs or files, or whose database stands still: work goes on, and whoever watches is told the truth."""

import asyncio
import errno
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TextIO

import asyncpg
import httpx
import pytest

from escalations import schedule
from escalations.app import health, metrics
from escalations.platform.db import Session
from escalations.platform.postgres import EmbeddedPostgres
from tests.builders import a_case
from tests.cast import Cast
from tests.faults.serving import served, watched_worker
from tests.faults.test_ailing_database import is_full
from tests.support import browser_of


@asynccontextmanager
async def standing_still(postgres: EmbeddedPostgres, table: str) -> AsyncIterator[None]:
    """Who asks this table waits."""
    holder = await asyncpg.connect(postgres.admin_url.replace("/postgres?", f"/{postgres.database}?"))
    try:
        async with holder.transaction():
            await holder.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await holder.close()


async def asked(path: str) -> httpx.Response:
    async with browser_of(None) as machine:
        return await machine.get(path)


async def test_who_asks_for_health_is_answered_while_the_database_stands_still(
    cast: Cast, postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.5)
    async with standing_still(postgres, "alembic_version"):
        told = await asked("/health/ready")
        assert told.status_code == 503 and told.json()["problem"] == "the database has not answered for 0.5 seconds"
        assert (await asked("/health/live")).status_code == 200
    monkeypatch.undo()
    assert (await asked("/health/ready")).json() == {"status": "ready"}


async def test_figures_of_the_process_are_told_without_the_database(
    cast: Cast, postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "PATIENCE", 0.5)
    async with standing_still(postgres, "pgqueuer"):
        told = await asked("/metrics")
    assert told.status_code == 200 and "escalations_database_up 0.0" in told.text
    assert "escalations_live_pages" in told.text and "escalations_mail_waiting" not in told.text
    monkeypatch.undo()
    told = await asked("/metrics")
    assert "escalations_database_up 1.0" in told.text and "escalations_mail_waiting" in told.text
    assert "_created" not in told.text


async def test_no_room_is_seen_by_who_watches(
    cast: Cast, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada, is_full(admin, "case_entry"):
        assert (await ada.submit(f"/cases/{case.ref}/notes", text="Mine.")).status_code == 503
    told = await asked("/health/ready?strict")
    assert told.status_code == 503 and "no room left" in told.json()["problems"][0]
    assert 'escalations_database_refusals_total{reason="no_room"}' in (await asked("/metrics")).text
    monkeypatch.setattr(health, "REMEMBERED", 0)
    assert (await asked("/health/ready?strict")).json() == {"status": "ready"}


@pytest.fixture
def full() -> Iterator[TextIO]:
    """Takes nothing, as a log on a disk without room."""
    with suppress(OSError), Path("/dev/full").open("w", buffering=1) as there:
        yield there


async def test_a_log_without_room_stops_no_work(
    cast: Cast, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, full: TextIO
) -> None:
    case = await a_case(cast.ada)
    monkeypatch.setattr(sys, "stderr", full)
    async with browser_of(cast.ada) as ada, is_full(admin, "case_entry"):
        answer = await ada.submit(f"/cases/{case.ref}/notes", text="A note of mine.")
    monkeypatch.undo()
    assert answer.status_code == 503 and "no room left" in answer.text and "A note of mine." in answer.text
    assert "escalations_log_lines_lost_total 0.0" not in (await asked("/metrics")).text


async def test_who_starts_without_room_for_its_log_serves(cast: Cast) -> None:
    """After a crash on a full disk the desk is back, and stays, before anybody has made room."""
    async with served(Path("/dev/full")) as url, httpx.AsyncClient(base_url=url) as client:
        await asyncio.sleep(1)
        assert (await client.get("/sign-in")).status_code == 200


async def test_files_on_their_way_in_find_no_room(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database has nothing to do with it, and is not blamed."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        await ada.get(f"/cases/{case.ref}")
        monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", full)
        form = {"_csrf_token": ada.cookies["csrftoken"]}
        large = {"file": ("large.txt", b"a line\n" * 400_000, "text/plain")}
        answer = await ada.post(f"/cases/{case.ref}/attachments", data=form, files=large)
    assert answer.status_code == 503 and "no room left for files" in answer.text
    assert "database" not in answer.text.split("<main", 1)[-1].split("</main>", 1)[0]


async def test_a_sweep_that_breaks_does_not_stop_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = asyncio.Event()

    async def breaks(_db: Session, _at: datetime) -> int:
        raise LookupError("something nobody thought of")

    async def comes_after(_db: Session, _at: datetime) -> int:
        stop.set()
        return 0

    monkeypatch.setattr(schedule, "DUTIES", (schedule.Duty(breaks), schedule.Duty(comes_after)))
    await asyncio.wait_for(schedule.tick(stop), 60)
    assert 'escalations_sweeps_failed_total{sweep="breaks"}' in (await asked("/metrics")).text


async def test_a_worker_is_watched_like_web(cast: Cast, tmp_path: Path) -> None:
    async with watched_worker(tmp_path / "worker.log") as url, httpx.AsyncClient(base_url=url) as http:
        assert (await http.get("/health/live")).json() == {"status": "alive"}
        told = (await http.get("/metrics")).text
        assert "escalations_database_up 1.0" in told and "# TYPE escalations_jobs_run_total counter" in told
        assert (await http.get("/sign-in")).status_code == 404
