"""`python -m bench.day` plays the day in a database of its own and prints what it came to."""

import asyncio
import os
import sys
import time
from pathlib import Path

os.environ["ESCALATIONS_ENV"] = "test"

import asyncpg
import click

from bench.day.playing import open_stage, play
from bench.day.reporting import report
from bench.day.watching import Watch
from escalations import wiring
from escalations.platform import db as database
from escalations.platform.postgres import ensure_database, start_postgres
from escalations.platform.schema import migrate


@click.command()
@click.option("--home", type=click.Path(path_type=Path), default=Path("/tmp/escalations-bench"), show_default=True)
def main(home: Path) -> None:
    sys.exit(asyncio.run(_day(home.resolve())))


async def _day(home: Path) -> int:
    """0 when nothing was wrong after any hour."""
    wiring.load_rooms()
    server, began = start_postgres(home, f"day_{os.getpid()}"), time.perf_counter()
    await ensure_database(server, fast_and_unsafe=True)
    await migrate(server.owner_url)
    database.connect(server.app_url)
    admin = await asyncpg.connect(server.admin_url.replace("/postgres?", f"/{server.database}?"))
    try:
        day, watch = await open_stage(admin), Watch(say=click.echo)
        await play(day, watch.after_hour)
        for line in (await report(day, watch.boards)).told():
            click.echo(line)
        for sentence, times in day.refused.most_common():
            click.echo(f"  {times} × {sentence}")
        click.echo(f"took {time.perf_counter() - began:.0f} s")
        return 1 if watch.wrong else 0
    finally:
        await admin.close()
        await database.disconnect()
        connection = await asyncpg.connect(server.admin_url)
        await connection.execute(f"DROP DATABASE {server.database} WITH (FORCE)")
        await connection.close()


if __name__ == "__main__":
    main()
