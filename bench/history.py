"""The cases of the filled world: written as lines of an earlier system, and brought in by the program's own import."""

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg

from escalations.cli.history_importer import HistoryImporter
from escalations.platform import db as database
from escalations.platform.postgres import EmbeddedPostgres

SOURCE = "bench"
AT_ONCE = 2
RAW = {"format": "csv", "quote": "\x01", "escape": "\x01", "delimiter": "\x02"}
"""One column whose text holds neither of these comes out of COPY as it is."""


async def bring_in_cases(
    connection: asyncpg.Connection, postgres: EmbeddedPostgres, say: Callable[[str], None]
) -> None:
    """All that stands in the view `told`, by the application's own role and under row-level security."""
    with tempfile.TemporaryDirectory() as folder:
        path, began = Path(folder) / "history.jsonl", time.perf_counter()
        await write_lines(connection, path)
        say(f"{'history.jsonl':<20} {time.perf_counter() - began:7.1f} s, {path.stat().st_size / 1e6:,.0f} MB")
        await _import(postgres, path, say)


async def write_lines(connection: asyncpg.Connection, path: Path) -> None:
    await connection.copy_from_query("SELECT line FROM told ORDER BY id", output=path, **RAW)


async def _import(postgres: EmbeddedPostgres, path: Path, say: Callable[[str], None]) -> None:
    held, before = (database._engine, database._sessions), _spent()
    database.connect(postgres.app_url, pool_size=AT_ONCE)
    began = time.perf_counter()
    tally = await HistoryImporter(SOURCE, at_once=AT_ONCE).run([path])
    seconds = time.perf_counter() - began
    await database.disconnect()
    database._engine, database._sessions = held
    if tally.failures or tally.stopped:
        raise RuntimeError(tally.stopped or tally.failures[0][1])
    say(
        f"{'escalations import':<20} {seconds:7.1f} s, {tally.new / seconds:,.0f} cases a second with {tally.new * 3:,} messages; "
        f"of it {(_spent() - before) / tally.new * 1e6:,.0f} µs a case in Python"
    )


def _spent() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime + resource.getrusage(resource.RUSAGE_SELF).ru_stime
