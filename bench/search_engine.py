"""A Meilisearch server beside a filled world, told of everything in it as `escalations search reindex` does."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import asyncpg
from rich.table import Table

from escalations.cli.throw_away import no_meilisearch, throw_away_meilisearch
from escalations.platform.db import Scope, nothing_to_record, transaction
from escalations.platform.search import finding
from escalations.platform.search.meilisearch.engine import engine
from escalations.platform.search.meilisearch.rebuilding import rebuild


@asynccontextmanager
async def beside(which: str) -> AsyncIterator[None]:
    """The program searches with the engine of this name while it is there."""
    if which == "postgres":
        async with no_meilisearch():
            yield
        return
    with tempfile.TemporaryDirectory(prefix="escalations-engine-") as folder:
        async with throw_away_meilisearch(Path(folder)):
            yield


@contextmanager
def counted() -> Iterator[list[bool]]:
    """Of each search whether the engine found its candidates, in time; otherwise PostgreSQL did."""
    told, ask = list[bool](), finding.found_by_engine

    async def found(*asked: Any) -> Any:
        candidates = await ask(*asked)
        told.append(candidates is not None)
        return candidates

    with patch.object(finding, "found_by_engine", found):
        yield told


async def reindexed(admin: asyncpg.Connection) -> Table:
    """Every index, the smallest first; documents a second by kind and boundary where there are many."""
    server = engine()
    assert server is not None
    table = Table("made anew", "documents", "seconds", "a second", box=None)
    done, began = 0, time.perf_counter()
    for row in await admin.fetch(_PLACES):
        start = time.perf_counter()
        async with transaction(Scope.system(row["boundary"])) as db:
            nothing_to_record(db, "an index follows from the documents")
            number = await rebuild(server, db, row["kind"], row["boundary"])
        spent = time.perf_counter() - start
        done += number
        if number >= 5000:
            table.add_row(
                f"{row['kind']} in {row['boundary']}", f"{number:,}", f"{spent:,.0f}", f"{number / spent:,.0f}"
            )
    whole = time.perf_counter() - began
    table.add_row("everything", f"{done:,}", f"{whole:,.0f}", f"{done / whole:,.0f}")
    await asyncio.sleep(1)
    return table


_PLACES = "SELECT kind, boundary, count(*) AS documents FROM search_document GROUP BY kind, boundary ORDER BY 3"
