"""Behind a pooler that gives each transaction another connection: all of it works, and no reader's sight stays on a connection."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text

from escalations.platform import db as database
from escalations.platform.db import Scope, transaction
from escalations.platform.postgres import EmbeddedPostgres
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.cli.shell import shell
from tests.pooler import pooled
from tests.support import as_person, browser_of, run_jobs, urls


@pytest.fixture
async def through_a_pooler(cast: Cast, postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """Two connections of the server for all that follows."""
    kept = database._engine, database._sessions
    with TemporaryDirectory(dir=Path(postgres.server.get_postmaster_info().socket_dir).parent) as folder:
        async with pooled(postgres, Path(folder), connections=2) as url:
            opened = database.connect(url, shared=True)
            yield url
            await opened.dispose()
    database._engine, database._sessions = kept


async def test_a_working_day_passes_through_two_connections(through_a_pooler: str, cast: Cast) -> None:
    async def work(number: int) -> str:
        case = await a_case(cast.ada, await a_customer(name=f"Customer {number}"))
        async with browser_of(cast.ada) as browser:
            assert (
                await browser.submit(f"/cases/{case.ref}/notes", text=f"Looked at the share {number}.")
            ).status_code == 303
            page = await browser.get(f"/cases/{case.ref}")
            assert f"Looked at the share {number}." in page.text
            assert (await browser.get("/", params={"q": "mount"})).status_code == 200
        return case.ref

    refs = await asyncio.gather(*(work(number) for number in range(12)))
    assert len(set(refs)) == 12
    assert await run_jobs() > 0


async def test_a_readers_sight_ends_with_the_transaction(through_a_pooler: str, cast: Cast) -> None:
    """With two connections for forty transactions each connection serves both readers in turns."""
    await a_case(cast.ada)
    count = text("SELECT count(*) FROM support_case")

    async def seen_by(person_id: int | None) -> int:
        scope = Scope.nobody() if person_id is None else Scope.person(person_id)
        async with transaction(scope) as db:
            return int((await (await db.connection()).execute(count)).scalar_one())

    readers = [cast.ada.id, cast.cleo.id, None, cast.cleo.id] * 10
    seen = await asyncio.gather(*(seen_by(reader) for reader in readers))
    assert set(seen[0::4]) == {1}
    assert set(seen[1::4]) == set(seen[2::4]) == set(seen[3::4]) == {0}


async def test_it_is_the_pooler_that_is_asked(through_a_pooler: str, cast: Cast) -> None:
    """Many transactions at once come from at most two processes of the server."""

    async def process() -> int:
        async with as_person(cast.ada) as db:
            return int((await (await db.connection()).execute(text("SELECT pg_backend_pid()"))).scalar_one())

    assert len(set(await asyncio.gather(*(process() for _ in range(12))))) <= 2


@pytest.mark.parametrize("command", [["doctor"], ["mail", "hold", "--dry-run"]])
async def test_what_starts_finds_the_connections_that_others_have_used(
    through_a_pooler: str, cast: Cast, command: list[str]
) -> None:
    """Also with a pooler that knows nothing of statements with names: each start asks which schema there is."""
    for _ in range(3):
        ended = await shell(
            *command, DATABASE_URL=through_a_pooler, DATABASE_DIRECT_URL=urls.app, ESCALATIONS_ENV="test"
        )
        assert ended.code == 0 and "prepared statement" not in ended.out + ended.err, ended.out + ended.err
