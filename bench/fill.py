"""Fills a throw-away embedded database with a believable world of any size, all of it made by the server itself."""

import asyncio
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

import asyncpg
import click
import msgspec

from bench.history import bring_in_cases
from escalations import wiring
from escalations.catalog.loading import catalogue
from escalations.clocks.policies import clock_policies
from escalations.platform import db as database
from escalations.platform.db import Scope, transaction
from escalations.platform.postgres import EmbeddedPostgres, ensure_database, start_postgres
from escalations.platform.schema import migrate
from escalations.platform.search import sweep_terms
from escalations.platform.time import now
from escalations.routing.rule_files import rule_set

HOME = Path("/tmp/escalations-bench")
LINES = "lines"
"""The step after which the view `told` holds each case as an earlier system would tell of it."""


@dataclass(frozen=True)
class Size:
    cases: int

    @property
    def numbers(self) -> dict[str, int]:
        return {
            "cases": self.cases, "customers": max(60, self.cases // 50), "people": min(500, max(100, self.cases // 200)),
            "phrases": min(20_000, max(2000, self.cases // 20)), "incidents": 200, "articles": min(100_000, max(200, self.cases // 10)), "spellings": min(200_000, self.cases),
        }  # fmt: skip


def server(home: Path, cases: int) -> EmbeddedPostgres:
    """Starts the server in `home`; it ends with this process."""
    return start_postgres(home.resolve(), f"bench_{cases}")


def admin_url(postgres: EmbeddedPostgres) -> str:
    return postgres.admin_url.replace("/postgres?", f"/{postgres.database}?")


async def create(postgres: EmbeddedPostgres, cases: int, memory: str = "", without_indexes: bool = True) -> None:
    """The whole database anew, without regard for a power cut while it is made. `memory` of the server's own holds from its next start."""
    connection = await asyncpg.connect(postgres.admin_url)
    await connection.execute(f"DROP DATABASE IF EXISTS {postgres.database} WITH (FORCE)")
    await ensure_database(postgres, fast_and_unsafe=True)
    await migrate(postgres.owner_url)
    wiring.load_rooms()
    await fill(postgres, cases, click.echo, without_indexes)
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        await connection.execute(f"ALTER SYSTEM RESET {setting}")
    if memory:
        await connection.execute(f"ALTER SYSTEM SET shared_buffers = '{memory}'")
        await connection.execute("ALTER SYSTEM SET random_page_cost = 1.1")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()


def _silent(_line: str) -> None: ...


async def fill(
    postgres: EmbeddedPostgres, cases: int, say: Callable[[str], None] = _silent, without_indexes: bool = True
) -> None:
    """Fills a migrated database that is empty. Indexes that no constraint needs are made at the end, unless it is told to keep them."""
    connection = await asyncpg.connect(admin_url(postgres))
    try:
        await prepare(connection)
        indexes = await drop_indexes(connection) if without_indexes else []
        for step, sql in steps(cases):
            began = time.perf_counter()
            await connection.execute(sql)
            say(f"{step:<20} {time.perf_counter() - began:7.1f} s")
            if step == LINES:
                await bring_in_cases(connection, postgres, say)
        began = time.perf_counter()
        for definition in indexes:
            await connection.execute(definition)
        say(f"{len(indexes)} indexes{'':<10} {time.perf_counter() - began:7.1f} s")
        await connection.execute(_SEQUENCES)
        await connection.execute("VACUUM ANALYZE")
        say(await _summary(connection))
    finally:
        await connection.close()
    await _count_words(postgres)


async def prepare(connection: asyncpg.Connection) -> None:
    """For the steps, which must all run on this connection."""
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(
        "SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'; SET jit = off; SET timezone = 'UTC'"
    )
    await _tell_of_the_catalogue(connection)
    await connection.execute("SELECT setseed(0.42)")


def steps(cases: int) -> Iterator[tuple[str, str]]:
    numbers = {
        **Size(cases).numbers,
        "words": len(_words()),
        "products": len(catalogue().products),
        "calendar": _calendar(),
        "policy": clock_policies().policy_at(now()).version,
        "assignment": _assignment(),
    }
    text = Template(Path(__file__).with_name("fill.sql").read_text("utf-8")).substitute(numbers)
    for part in text.split("-- step: ")[1:]:
        name, _, sql = part.partition("\n")
        yield name, sql


def _assignment() -> str:
    return msgspec.json.encode(rule_set().assignment).decode()


def _calendar() -> str:
    return clock_policies().calendars.in_force("always", now()).ref


@cache
def vocabulary() -> dict[str, list[str]]:
    told = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))
    return {name: words.split() for name, words in told.items()}


def _words() -> list[str]:
    """Common words first, then names of machines and products that only few texts mention."""
    first, second = vocabulary()["first"], vocabulary()["second"]
    return [
        *vocabulary()["words"],
        *(f"{one.lower()}{other}{number}" for number in range(2) for one in first for other in second),
    ]


async def _tell_of_the_catalogue(connection: asyncpg.Connection) -> None:
    """Temporary tables, each numbered from 0, for what the world is drawn from."""
    known = catalogue()
    await _table(connection, "word (n int, word text)", [(n, word) for n, word in enumerate(_words())])
    lists = [vocabulary()[name] for name in ("given", "surnames", "first", "second", "trades")]
    names = [(n, *(words[n % len(words)] for words in lists)) for n in range(40)]
    await _table(connection, "name (n int, given text, surname text, first text, second text, trade text)", names)
    await _table(connection, "family (n int, key text)", list(enumerate(known.families)))
    await _table(connection, "product_group (n int, key text)", list(enumerate(known.product_groups)))
    products = [(n, one.key, one.name, one.family) for n, one in enumerate(known.products.values())]
    await _table(connection, "product (n int, key text, name text, family text)", products)
    regions = [
        (n, key, boundary, len(keys))
        for boundary, keys in (
            (b, [r.key for r in known.regions.values() if r.boundary == b]) for b in known.boundaries
        )
        for n, key in enumerate(keys)
    ]
    await _table(connection, "region (n int, key text, boundary text, total int)", regions)


async def _table(connection: asyncpg.Connection, definition: str, rows: Sequence[tuple[object, ...]]) -> None:
    await connection.execute(f"CREATE TEMP TABLE {definition}")
    await connection.copy_records_to_table(definition.partition(" ")[0], records=rows)
    await connection.execute(f"ANALYZE {definition.partition(' ')[0]}")


async def drop_indexes(connection: asyncpg.Connection) -> list[str]:
    """Drops the indexes that no constraint needs; answers what makes them again."""
    found = await connection.fetch(_INDEXES)
    for row in found:
        await connection.execute(f"DROP INDEX {row['name']}")
    return [row["definition"] for row in found]


async def _summary(connection: asyncpg.Connection) -> str:
    rows = await connection.fetch(_SIZES)
    lines = [
        f"{row['name']:<20} {row['rows']:>12,} rows {row['size']:>10} with indexes {row['whole']:>10}" for row in rows
    ]
    dead = await connection.fetchval("SELECT count(*) FROM dead_end_case")
    size = await connection.fetchval("SELECT pg_size_pretty(pg_database_size(current_database()))")
    return "\n".join([*lines, f"the whole database: {size}; dead ends: {dead}"])


async def _count_words(postgres: EmbeddedPostgres) -> None:
    """As the sweep does."""
    database.connect(postgres.app_url, pooled=False)
    for boundary in catalogue().boundaries:
        async with transaction(Scope.system(boundary)) as db:
            await sweep_terms(db, now())
    await database.disconnect()
    connection = await asyncpg.connect(admin_url(postgres))
    await connection.execute("ANALYZE search_term")
    await connection.close()


_INDEXES = """SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
  WHERE c.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE 'pgqueuer%'
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)"""
_SIZES = """SELECT relname AS name, greatest(reltuples, 0)::bigint AS rows, pg_size_pretty(pg_table_size(oid)) AS size,
    pg_size_pretty(pg_total_relation_size(oid)) AS whole
  FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > 0 ORDER BY pg_total_relation_size(oid) DESC LIMIT 12"""
_SEQUENCES = """DO $$ DECLARE t record; newest bigint; BEGIN
  FOR t IN SELECT table_name, pg_get_serial_sequence(table_name, 'id') AS sequence FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'id' AND table_name NOT LIKE 'pgqueuer%' LOOP
    EXECUTE format('SELECT max(id) FROM %I', t.table_name) INTO newest;
    IF newest IS NOT NULL AND t.sequence IS NOT NULL THEN PERFORM setval(t.sequence, newest); END IF;
  END LOOP; END $$"""


@click.command()
@click.option("--cases", default=100_000, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), default=HOME, show_default=True)
@click.option("--memory", default="", help="shared_buffers of the server from its next start on, such as 4GB.")
@click.option(
    "--keep-indexes", is_flag=True, help="As an import into a database that is in use: slower, and so measured too."
)
def main(cases: int, home: Path, memory: str, keep_indexes: bool) -> None:
    """Make the database anew."""
    began = time.perf_counter()
    asyncio.run(create(server(home, cases), cases, memory, not keep_indexes))
    spent = time.perf_counter() - began
    click.echo(f"{cases:,} cases in {spent:.0f} s: {cases / spent:,.0f} cases a second with everything beside them.")


if __name__ == "__main__":
    main()
