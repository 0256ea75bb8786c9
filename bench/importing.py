"""How fast `escalations import history` is, by the clock and in processor time of each side; each round into a database of its own."""

import asyncio
import json
import os
import platform
import re
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import click

from bench.fill import LINES, admin_url, drop_indexes, prepare, server, steps
from bench.history import SOURCE, write_lines
from escalations.platform.postgres import EmbeddedPostgres, create_database, ensure_database
from escalations.platform.schema import migrate

HOME = Path("/tmp/escalations-bench-importing")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock, and of the processors by either side."""

    clock: float
    python: float
    postgres: float

    def told(self, cases: int, start: "Spent") -> str:
        python, postgres = (
            (all - of_it) / cases * 1e6 for all, of_it in ((self.python, start.python), (self.postgres, start.postgres))
        )
        return (
            f"{cases / (self.clock - start.clock):7,.0f} cases a second ({cases / self.clock:,.0f} with the start of the command); "
            f"processor time a case: {python:,.0f} µs in Python, {postgres:,.0f} µs in PostgreSQL"
        )


async def _prepared(postgres: EmbeddedPostgres, cases: int, lines: Path, keep_indexes: bool) -> None:
    """People, customers and contacts of the filled world, no case, and the cases as lines in a file."""
    connection = await asyncpg.connect(postgres.admin_url)
    await connection.execute(f"DROP DATABASE IF EXISTS {postgres.database} WITH (FORCE)")
    await connection.close()
    await ensure_database(postgres)
    await migrate(postgres.owner_url)
    connection = await asyncpg.connect(admin_url(postgres))
    await prepare(connection)
    for step, sql in steps(cases):
        await connection.execute(sql)
        if step == LINES:
            break
    await write_lines(connection, lines)
    if not keep_indexes:
        await drop_indexes(connection)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


async def _copied(postgres: EmbeddedPostgres) -> EmbeddedPostgres:
    copy = EmbeddedPostgres(postgres.server, f"{postgres.database}_round")
    connection = await asyncpg.connect(postgres.admin_url)
    await connection.execute(f"DROP DATABASE IF EXISTS {copy.database} WITH (FORCE)")
    await create_database(connection, copy.database, template=postgres.database)
    await connection.execute("CHECKPOINT")
    await connection.close()
    return copy


async def _round(postgres: EmbeddedPostgres, lines: Path, more: tuple[str, ...]) -> tuple[int, Spent]:
    """How many cases came in."""
    command = [sys.executable, "-m", "escalations.cli", "import", "history", str(lines), "--source", SOURCE, "--json"]
    server_before, python_before, began = _spent_by(postgres), _spent_by_children(), time.perf_counter()
    done = await asyncio.to_thread(
        subprocess.run, [*command, *more], env=_environment(postgres), capture_output=True, text=True
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        raise click.ClickException(
            f"The import ended with {done.returncode}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    spent = Spent(seconds, _spent_by_children() - python_before, _spent_by(postgres) - server_before)
    return json.loads(done.stdout)["imported"], spent


async def _start(postgres: EmbeddedPostgres, lines: Path) -> Spent:
    """What the command takes to check one line."""
    one = lines.with_name("one-line.jsonl")
    with lines.open("rb") as file:
        one.write_bytes(file.readline())
    return min([(await _round(postgres, one, ("--dry-run",)))[1] for _ in range(3)], key=lambda spent: spent.python)


def _environment(postgres: EmbeddedPostgres) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ESCALATIONS_", "DATABASE_"))}
    return kept | {"DATABASE_URL": postgres.app_url}


def _spent_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _spent_by(postgres: EmbeddedPostgres) -> float:
    """Seconds of the server's processes, those that have ended included."""
    main = postgres.server.get_pid()
    told = [_stat(int(path.name)) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return sum(
        one[2] + (one[3] if one[0] == main else 0) for one in told if one is not None and main in (one[0], one[1])
    )


def _stat(pid: int) -> tuple[int, int, float, float] | None:
    """The process, its parent, what it spent, and what its ended children spent."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    user, system, children_user, children_system = (int(ticks) / TICKS for ticks in fields[11:15])
    return pid, int(fields[1]), user + system, children_user + children_system


async def _told_of_server(postgres: EmbeddedPostgres) -> str:
    connection = await asyncpg.connect(admin_url(postgres))
    version = await connection.fetchval("SHOW server_version")
    names = ("shared_buffers", "max_wal_size", "fsync", "synchronous_commit", "full_page_writes")
    said = ", ".join([f"{name} {await connection.fetchval(f'SHOW {name}')}" for name in names])
    await connection.close()
    return f"PostgreSQL {version} ({said})"


def machine() -> str:
    info = Path("/proc/cpuinfo").read_text()
    found = re.search(r"model name\s*:\s*(.+)", info)
    return f"{os.cpu_count()} cores ({found[1] if found else platform.machine()}), Python {platform.python_version()}"


async def measure(cases: int, rounds: int, home: Path, keep_indexes: bool, more: tuple[str, ...]) -> None:
    postgres, lines = server(home, cases), home / f"history-{cases}.jsonl"
    await _prepared(postgres, cases, lines, keep_indexes)
    click.echo(f"{machine()}, {await _told_of_server(postgres)}")
    click.echo(f"{cases:,} cases with 3 messages each, {lines.stat().st_size / 1e6:,.0f} MB of lines")
    start = await _start(postgres, lines)
    click.echo(f"The command starts in {start.clock:.1f} s, of it {start.python:.1f} s of a processor.")
    for _ in range(rounds):
        new, spent = await _round(await _copied(postgres), lines, more)
        click.echo(f"{spent.told(new, start)}; load {os.getloadavg()[0]:.1f}")


@click.command()
@click.argument("more", nargs=-1)
@click.option("--cases", default=20_000, show_default=True)
@click.option("--rounds", default=3, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), default=HOME, show_default=True)
@click.option("--keep-indexes", is_flag=True, help="As an import into a database in use: slower, and so measured too.")
def main(more: tuple[str, ...], cases: int, rounds: int, home: Path, keep_indexes: bool) -> None:
    """Import as the command does. MORE goes to it as it stands, after `--`."""
    asyncio.run(measure(cases, rounds, home, keep_indexes, more))


if __name__ == "__main__":
    main()
