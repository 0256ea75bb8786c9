"""A database without room, or one that takes no changes: people are told so, keep what they typed, and nothing is half written."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from escalations.platform import db as database
from escalations.platform.time import now
from escalations.schedule import sweep_everywhere
from tests.browser.stage import set_stage, visits
from tests.builders import a_case
from tests.cast import Cast
from tests.support import browser_of, program_of, run_jobs


@asynccontextmanager
async def takes_no_changes(admin: asyncpg.Connection) -> AsyncIterator[None]:
    name = await admin.fetchval("SELECT current_database()")
    await admin.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    await database.engine().dispose()
    try:
        yield
    finally:
        await admin.execute("SET default_transaction_read_only = off")
        await admin.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")


@asynccontextmanager
async def is_full(
    admin: asyncpg.Connection, table: str, code: str = "53100", when: str = "INSERT"
) -> AsyncIterator[None]:
    """As the server says it: in the midst of a transaction, at whichever row it happens to be."""
    await admin.execute(f"""CREATE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '{code}'; END $$;
        CREATE TRIGGER full_up BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION full_up()""")
    try:
        yield
    finally:
        await admin.execute(f"DROP TRIGGER full_up ON {table}; DROP FUNCTION full_up()")


async def counts(admin: asyncpg.Connection) -> dict[str, int]:
    tables = (
        "support_case",
        "case_entry",
        "event",
        "clock",
        "clock_event",
        "pgqueuer",
        "outgoing_mail",
        "severity_change",
    )
    return {table: await admin.fetchval(f"SELECT count(*) FROM {table}") for table in tables}


WHERE_IT_FILLS = ["case_entry", "event", "pgqueuer"]


@pytest.mark.parametrize("table", WHERE_IT_FILLS)
async def test_no_room_is_told_and_nothing_is_half_written(cast: Cast, admin: asyncpg.Connection, table: str) -> None:
    case = await a_case(cast.ada)
    typed = "Three lines that took me ten minutes."
    async with browser_of(cast.ada) as ada, program_of(cast.ada) as program:
        await ada.get("/")
        before = await counts(admin)
        async with is_full(admin, table):
            answer = await ada.submit(f"/cases/{case.ref}/customer-messages", text=typed)
            assert answer.status_code == 503 and "no room left" in answer.text and typed in answer.text
            assert answer.headers["retry-after"] and "Traceback" not in answer.text
            told = await program.post(f"/api/cases/{case.ref}/customer-messages", json={"text": typed})
            assert told.status_code == 503 and "no room left" in told.json()["detail"]
            assert (await ada.get(f"/cases/{case.ref}")).status_code == 200
        assert await counts(admin) == before
        assert (await ada.submit(f"/cases/{case.ref}/customer-messages", text=typed)).status_code == 303
    assert (await counts(admin))["case_entry"] == before["case_entry"] + 1


async def test_a_database_that_takes_no_changes_can_be_read(cast: Cast, admin: asyncpg.Connection) -> None:
    await set_stage(cast)
    case, typed = "C-1", "Three lines that took me ten minutes."
    async with browser_of(cast.ada) as ada, browser_of(cast.dora) as dora, browser_of(cast.adam) as adam:
        await ada.get("/sign-in")
        readers = {cast.ada.id: ada, cast.dora.id: dora, cast.adam.id: adam}
        before = await counts(admin)
        await admin.execute("UPDATE sign_in SET seen_at = now() - interval '10 minutes'")
        async with takes_no_changes(admin):
            for visit in visits(cast):
                if visit.person is not None and visit.person.id in readers:
                    answer = await readers[visit.person.id].get(visit.path)
                    assert answer.status_code < 500, f"{visit.path} is {answer.status_code}"
            refused = await ada.submit(f"/cases/{case}/notes", text=typed)
            assert refused.status_code == 503 and "takes no changes right now" in refused.text and typed in refused.text
            ready = await adam.get("/health/ready")
            assert ready.status_code == 200 and ready.json()["problems"] == ["the database is read-only"]
        assert await counts(admin) == before
        await adam.get("/health/ready")
        assert (await ada.submit(f"/cases/{case}/notes", text=typed)).status_code == 303


async def test_who_was_refused_a_change_finds_out_when_changes_are_taken_again(
    cast: Cast, admin: asyncpg.Connection
) -> None:
    """Connections of before stay as they were begun: none of them is used again, and nobody restarts anything."""
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        async with takes_no_changes(admin):
            await asyncio.gather(ada.get(f"/cases/{case.ref}"), ben.get(f"/cases/{case.ref}"), ben.get("/cases"))
        told = [(await one.submit(f"/cases/{case.ref}/notes", text="Mine.")).status_code for one in (ada, ben, ada)]
        assert told in ([503, 303, 303], [303, 303, 303])
    await run_jobs()


async def test_no_room_to_note_who_was_here_keeps_nobody_from_reading(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        await ada.get("/")
        await admin.execute("UPDATE sign_in SET seen_at = now() - interval '10 minutes'")
        async with is_full(admin, "sign_in", when="UPDATE"):
            assert (await ada.get(f"/cases/{case.ref}")).status_code == 200
        await ada.get(f"/cases/{case.ref}")
    assert await admin.fetchval("SELECT min(seen_at) > now() - interval '5 minutes' FROM sign_in")


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [("53300", 503, "Too many people"), ("40P01", 409, "at this very moment"), ("57P01", 503, "cannot be reached")],
)
async def test_other_ailments_have_their_words(
    cast: Cast, admin: asyncpg.Connection, code: str, status: int, said: str
) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        async with is_full(admin, "case_entry", code):
            answer = await ada.submit(f"/cases/{case.ref}/notes", text="A note of mine.")
        assert answer.status_code == status and said in answer.text and "A note of mine." in answer.text


async def test_a_worker_without_room_goes_on_when_there_is_some(cast: Cast, admin: asyncpg.Connection) -> None:
    await a_case(cast.ada)
    before = await admin.fetchval("SELECT count(*) FROM reaction_done")
    async with is_full(admin, "reaction_done"):
        with pytest.raises(Exception, match="No space left"):
            await run_jobs()
    assert await admin.fetchval("SELECT count(*) FROM reaction_done") == before
    await sweep_everywhere(now())
