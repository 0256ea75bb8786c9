"""How fast what happens becomes findable: by the job queue, the reactions and the sweeps that run in production."""

import asyncio
import contextlib
import random
import string
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from statistics import median

import asyncpg
from rich.table import Table

from bench.world import World
from escalations.cases.actions import add_note
from escalations.cases.queries import case_with_id
from escalations.cases.search import case_document, facts_of_case
from escalations.platform import jobs
from escalations.platform.db import Scope, Session, nothing_to_record, transaction
from escalations.platform.search import refresh_document, refresh_facts, search, sweep_search
from escalations.platform.search.meilisearch.engine import engine
from escalations.platform.search.meilisearch.indexes import index_of
from escalations.platform.search.meilisearch.transport import EngineDown
from escalations.platform.time import now
from escalations.schedule import EVERY, Duty, sweep_everywhere

REFRESHED, NOTED, SOUGHT, MOMENT = 300, 200, 40, 0.004
PATIENCE = 60.0


@asynccontextmanager
async def working(dsn: str) -> AsyncIterator[None]:
    """The worker of `escalations run`, in this process as there, with the sweep that feeds the engine and with no other."""
    stop = asyncio.Event()
    tasks = [asyncio.create_task(jobs.work(dsn, stop)), asyncio.create_task(_sweeping(stop))]
    try:
        await asyncio.sleep(1)
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks)


async def _sweeping(stop: asyncio.Event) -> None:
    while not stop.is_set():
        await sweep_everywhere(now(), [Duty(sweep_search)], stop)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY)


async def rates(admin: asyncpg.Connection, w: World, dsn: str) -> Table:
    """Documents a second: one after the other through the readers of the reactions, and by the queue from the commit of a note."""
    ids = [row["id"] for row in await admin.fetch(_NEWEST, REFRESHED)]
    table = Table("indexing", "a second", box=None)
    puts: dict[str, Callable[[Session, int], Awaitable[None]]] = {
        "a whole document": lambda db, number: refresh_document(db, "case", number, case_document),
        "its facts": lambda db, number: refresh_facts(db, "case", number, facts_of_case),
    }
    for name, put in puts.items():
        await admin.execute("UPDATE search_document SET facts = '{}' WHERE kind = 'case' AND object_id = ANY ($1)", ids)
        began = time.perf_counter()
        for number in ids:
            async with transaction(Scope.system("public")) as db:
                nothing_to_record(db, "documents follow from their things")
                await put(db, number)
        table.add_row(name, f"{REFRESHED / (time.perf_counter() - began):,.0f}")
    table.add_row(
        "notes committed → documents put, by the worker", f"{await _by_the_queue(admin, w, ids[:NOTED], dsn):,.0f}"
    )
    return table


async def _by_the_queue(admin: asyncpg.Connection, w: World, ids: list[int], dsn: str) -> float:
    """All are committed before the worker begins."""
    word = _unheard()
    for number in ids:
        await _note(w, number, word)
    began = time.perf_counter()
    async with working(dsn):

        async def are_put() -> bool:
            return bool(await admin.fetchval(_HOLDING, word) == len(ids))

        await _until(began, are_put)
        return int(await admin.fetchval(_HOLDING, word)) / (time.perf_counter() - began - 1)


async def lags(admin: asyncpg.Connection, w: World, dsn: str) -> Table:
    """Milliseconds from the commit of a note until a search finds its case by a word of it, and until the engine itself does."""
    table = Table("from commit to findable", "p50 ms", "p95 ms", "max ms", box=None)
    ids = [row["id"] for row in await admin.fetch(_NEWEST, SOUGHT)]
    told: dict[str, list[float]] = {"by a search": [], "by Meilisearch itself": []}
    async with working(dsn):
        for number in ids:
            word = _unheard()
            await _note(w, number, word)
            began = time.perf_counter()
            await _until(began, lambda word=word: _found(w, word))  # type: ignore[misc]
            told["by a search"].append((time.perf_counter() - began) * 1000)
            if engine() is not None:
                await _until(began, lambda word=word: _held(word))  # type: ignore[misc]
                told["by Meilisearch itself"].append((time.perf_counter() - began) * 1000)
    for name, spent in told.items():
        if spent:
            spent.sort()
            table.add_row(name, f"{median(spent):.0f}", f"{spent[int(len(spent) * 0.95)]:.0f}", f"{spent[-1]:.0f}")
    return table


async def _note(w: World, case_id: int, word: str) -> None:
    async with transaction(w.me) as db:
        case = await case_with_id(db, case_id)
        assert case is not None
        await add_note(db, case, f"They call it {word}.", by=w.ada)


async def _until(began: float, is_so: Callable[[], Awaitable[bool]]) -> None:
    """Asks again and again, since nothing tells: an index is no event."""
    while not await is_so() and time.perf_counter() - began < PATIENCE:  # noqa: ASYNC110
        await asyncio.sleep(MOMENT)


async def _found(w: World, word: str) -> bool:
    async with transaction(w.me) as db:
        return bool(await search(db, word, kinds=["case"], limit=5, excerpts=False))


async def _held(word: str) -> bool:
    server = engine()
    assert server is not None
    asked = {"q": word, "limit": 1}
    try:
        answer = await server.ask("POST", f"/indexes/{index_of('case', 'public')}/search", asked)
    except EngineDown:
        return False
    return bool(answer["hits"])


def _unheard() -> str:
    return "".join(random.choices(string.ascii_lowercase, k=14))


_NEWEST = "SELECT id FROM support_case WHERE boundary = 'public' ORDER BY id DESC LIMIT $1"
_HOLDING = "SELECT count(*) FROM search_document WHERE tsv @@ plainto_tsquery('english', $1)"
