"""What the statements of a verb cost alone: the very ones that it sends, what it reads and changes among them, by asyncpg in one transaction
that is committed. What is over that is Python. Rows that it numbers anew are named by their new numbers in what follows; between two times
its clocks are taken away and its changed rows get back their version, which is not counted."""

import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from sqlalchemy import event

from bench.bare import ONE_AT_A_TIME, numbers_in, renumbered
from escalations.platform import db as database

_PART = re.compile(
    r"w\d+ AS \((INSERT INTO|UPDATE|DELETE FROM) (\w+) (.*?) RETURNING (?:\w+, )?(\w+) AS told\)", re.DOTALL
)
_NUMBERS = re.compile(r"nextval\('(\w+)_id_seq'\)")
_WHICH = re.compile(r"WHERE id = \$(\d+) AND version = \$(\d+)")


@dataclass(frozen=True)
class Sent:
    statement: str
    values: tuple[Any, ...]
    given: tuple[tuple[str, tuple[int, ...]], ...]
    """By table, the numbers that the database gave to its rows."""


@dataclass
class Replay:
    sent: list[Sent] = field(default_factory=list)
    made: list[int] = field(default_factory=list)
    changed: list[tuple[str, int, int]] = field(default_factory=list)
    """Table, number and version of the rows that were changed."""

    async def seconds(self, raw: asyncpg.Connection, admin: asyncpg.Connection, person_id: int) -> float:
        await self._as_before(admin)
        anew: dict[int, int] = {}
        began, besides = time.perf_counter(), 0.0
        await raw.execute(f"BEGIN; SET LOCAL app.person_id = '{person_id}'")
        for one in self.sent:
            since = time.perf_counter()
            values = [renumbered(value, anew) for value in one.values]
            besides += time.perf_counter() - since
            rows = await raw.fetch(one.statement, *values)
            for (table, was), (_, told) in zip(one.given, _given(one.statement, rows), strict=True):
                anew |= zip(was, told, strict=True)
                self.made += told if table == ONE_AT_A_TIME else ()
        await raw.execute("COMMIT")
        return time.perf_counter() - began - besides

    async def _as_before(self, admin: asyncpg.Connection) -> None:
        async with admin.transaction():
            await admin.execute("SET LOCAL session_replication_role = replica")
            await admin.execute(f"DELETE FROM {ONE_AT_A_TIME} WHERE id = ANY($1)", self.made)
            for table, number, version in self.changed:
                await admin.execute(f"UPDATE {table} SET version = $1 WHERE id = $2", version, number)
        self.made.clear()


async def replay_of(once: Callable[[], Awaitable[None]]) -> Replay:
    """Does it once, and writes down what it sends."""
    replay, engine = Replay(), database.engine().sync_engine

    def note(_connection: Any, found: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        replay.sent.append(Sent(statement, tuple(values), tuple(_given(statement, found))))

    event.listen(engine, "after_cursor_execute", note)
    try:
        await once()
    finally:
        event.remove(engine, "after_cursor_execute", note)
    tables = [told for one in replay.sent for told in one.given]
    replay.made = [number for table, numbers in tables if table == ONE_AT_A_TIME for number in numbers]
    replay.changed = [told for one in replay.sent for told in _changed(one)]
    return replay


def _given(statement: str, found: Any) -> list[tuple[str, tuple[int, ...]]]:
    parts = list(_PART.finditer(statement))
    if parts:
        told = zip(parts, found[0], strict=False)
        return [(part[2], tuple(sorted(rows))) for part, rows in told if part[1] == "INSERT INTO" and part[4] != "1"]
    if tables := _NUMBERS.findall(statement):
        return _numbers_told(tables, found[0])
    return [("", numbers_in(found))] if "INSERT INTO" in statement else []


def _numbers_told(tables: list[str], row: Sequence[Any]) -> list[tuple[str, tuple[int, ...]]]:
    """Several of a table as a list, or, asked for beside other things, each of them as a column of the last one."""
    if len(row) == len(tables):
        return [(table, tuple(numbers)) for table, numbers in zip(tables, row, strict=True)]
    [told] = row[-1]
    return [(table, (number,)) for table, number in zip(tables, told, strict=True)]


def _changed(sent: Sent) -> Sequence[tuple[str, int, int]]:
    parts = [(part[2], _WHICH.search(part[3])) for part in _PART.finditer(sent.statement) if part[1] == "UPDATE"]
    return [(table, sent.values[int(its[1]) - 1], sent.values[int(its[2]) - 1]) for table, its in parts if its]
