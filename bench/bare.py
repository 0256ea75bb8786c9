"""What a verb costs at least: the rows that it inserts, inserted by asyncpg alone, in one transaction that is committed as the verb's
own is. Rows that refer to one another do so here as well: what the database numbers anew is put in the place of the old number.
Between two times its clocks are taken away again, which is not counted: a case has but one open clock of a kind.
What is not in it: whatever the verb reads, changes or decides, and the page that answers."""

import re
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import asyncpg
import httpx
from litestar import Litestar
from sqlalchemy import event

from bench.floor import SCOPE
from escalations.platform import db as database

ONE_AT_A_TIME = "clock"
NUMBERS_FROM = 1000
"""Smaller ones may as well be a severity or a count, and are left as they are."""

OWED = """SELECT id FROM support_case c WHERE closed_at IS NULL AND boundary = 'public' AND
  (SELECT count(*) FROM clock k WHERE k.case_id = c.id AND k.holder = 'support' AND k.state = 'running'
     AND k.kind IN ('first_response', 'next_update', 'promise')) = 1
ORDER BY id DESC LIMIT 400"""
"""The newest open cases on which a reply meets one clock, so that it inserts as many rows on each of them, and its floor as well."""


@dataclass(frozen=True)
class Insert:
    statement: str
    values: tuple[Any, ...]
    given: tuple[int, ...]
    """The numbers that the database gave to its rows."""

    @property
    def table(self) -> str:
        found = re.search(r"INSERT INTO (\w+)", self.statement)
        return found[1] if found else ""


@dataclass
class Bare:
    inserts: list[Insert] = field(default_factory=list)
    made: list[int] = field(default_factory=list)
    """Rows of `ONE_AT_A_TIME` that are there by now and have to go."""

    async def seconds(self, raw: asyncpg.Connection, person_id: int) -> float:
        """Without the renumbering, which is none of the inserting."""
        anew: dict[int, int] = {}
        began, besides = time.perf_counter(), 0.0
        async with raw.transaction():
            await raw.execute(SCOPE, str(person_id))
            for one in self.inserts:
                since = time.perf_counter()
                values = [renumbered(value, anew) for value in one.values]
                besides += time.perf_counter() - since
                rows = await raw.fetch(one.statement, *values)
                told = [row["id"] for row in rows if "id" in row]
                anew |= zip(one.given, told, strict=False)
                self.made += [number for number in told if one.table == ONE_AT_A_TIME]
        return time.perf_counter() - began - besides

    async def take_away(self, admin: asyncpg.Connection) -> None:
        async with admin.transaction():
            await admin.execute("SET LOCAL session_replication_role = replica")
            await admin.execute(f"DELETE FROM {ONE_AT_A_TIME} WHERE id = ANY($1)", self.made)
        self.made.clear()


def renumbered(value: Any, anew: dict[int, int]) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return anew.get(value, value) if value >= NUMBERS_FROM else value
    if isinstance(value, str):
        return re.sub(r"\d{4,}", lambda found: str(anew.get(int(found[0]), found[0])), value)
    if isinstance(value, list):
        return [renumbered(one, anew) for one in value]
    return value


async def numbers_apart(admin: asyncpg.Connection) -> None:
    """From now on no two tables number their rows alike. What is inserted again is renumbered by the number alone, wherever it stands:
    one that a message and an event both have would become that of the wrong row. What is searched for keeps its numbers: a search looks
    among the newest of them."""
    await admin.execute(_APART)


_APART = """SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, greatest(last_value, place * 10000000))
FROM (SELECT *, row_number() OVER (ORDER BY sequencename) AS place FROM pg_sequences WHERE schemaname = 'public') s
WHERE sequencename !~ '^(support_case|incident|escalation|known_issue|customer)_id_seq$'"""


async def bare_inserts_of(app: Litestar, path: str, form: dict[str, str], cookies: dict[str, str]) -> Bare:
    """Does the verb once in this process, and writes down which rows that inserts. After `numbers_apart`."""
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    headers = {"HX-Request": "true"}
    client = httpx.AsyncClient(transport=transport, base_url="http://bench", cookies=cookies, headers=headers)
    async with _watched() as bare, client:
        answer = await client.post(path, data=form | {"_csrf_token": cookies["csrftoken"]})
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:300]}"
    bare.made = [number for one in bare.inserts for number in one.given if one.table == ONE_AT_A_TIME]
    return bare


@asynccontextmanager
async def _watched() -> AsyncIterator[Bare]:
    bare, engine = Bare(), database.engine().sync_engine

    def note(_connection: Any, found: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if _PART.search(statement):
            bare.inserts += _inserts_of(statement, parameters, found[0])
        elif "INSERT INTO" in statement:
            each = many and isinstance(parameters[0], list | tuple)
            for values in parameters if each else [parameters]:
                bare.inserts.append(Insert(statement, tuple(values), numbers_in(found)))

    event.listen(engine, "after_cursor_execute", note)
    try:
        yield bare
    finally:
        event.remove(engine, "after_cursor_execute", note)


_PART = re.compile(r"(w\d+) AS \((INSERT INTO .*?) RETURNING (?:\w+, )?(\w+) AS told\)", re.DOTALL)
_ROWS = re.compile(r"INSERT INTO (\w+) \(([^)]*)\) VALUES ")
_VALUE = re.compile(r"\$(\d+)")


def _inserts_of(statement: str, values: Sequence[Any], told: Sequence[Sequence[int]]) -> Iterator[Insert]:
    """What inserts into one table each, of a statement that writes several. One that goes on from the rows of the one before it is
    one with it."""
    places = {name: place for place, name in enumerate(re.findall(r"SELECT told FROM (w\d+)\)", statement))}
    parts = list(_PART.finditer(statement))
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        if f"FROM {part[1]} " in (after[0] if after else ""):
            continues = f"WITH {part[0]} {after[2]}" if after else ""
            yield Insert(*_counted_anew(continues, values), ())
        elif not re.search(r" FROM w\d+$", part[2].rstrip()):
            yield _of_rows(part, values, told[places[part[1]]])


def _of_rows(part: re.Match[str], values: Sequence[Any], told: Sequence[int]) -> Insert:
    """The database numbers them again where they had their numbers before they were written."""
    statement, its = _counted_anew(part[2], values)
    found = _ROWS.match(statement)
    names = [name.strip() for name in found[2].split(",")] if found else []
    if part[3] != "1" or found is None or '"id"' not in names:
        numbered = part[3] != "1"
        return Insert(
            f"{statement} RETURNING {part[3]}" if numbered else statement, its, tuple(sorted(told)) if numbered else ()
        )
    width, number = len(names), names.index('"id"')
    given = tuple(its[row + number] for row in range(0, len(its), width))
    kept = tuple(value for place, value in enumerate(its) if place % width != number)
    return Insert(_rows_into(found[1], [one for one in names if one != '"id"'], len(given)), kept, given)


def _rows_into(table: str, names: Sequence[str], rows: int) -> str:
    places = count(1)
    each = ", ".join(f"({', '.join(f'${next(places)}' for _ in names)})" for _ in range(rows))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES {each} RETURNING id"


def _counted_anew(statement: str, values: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """With the values that it names alone."""
    used = sorted({int(one) for one in _VALUE.findall(statement)})
    before = used[0] - 1
    return _VALUE.sub(lambda one: f"${int(one[1]) - before}", statement), tuple(values[before : used[-1]])


def numbers_in(found: Any) -> tuple[int, ...]:
    """Of the driver's own rows, or of a cursor, from which they are not taken: the verb has yet to fetch them."""
    if isinstance(found, list):
        return tuple(row["id"] for row in found if "id" in row)
    names = [column[0] for column in found.description or ()]
    return tuple(row[names.index("id")] for row in found._rows) if "id" in names else ()
