"""Commands about the database schema."""

import asyncio
from pathlib import Path

import click

from .. import wiring
from ..platform.model import metadata
from ..platform.schema import amiss, is_known, migrate, revision_of, write_schema
from ..platform.settings import settings
from .stopping import at_once

STOPPED = "Stopped. A migration is made whole or not at all: run it again."


@click.command("migrate")
@click.option(
    "--to", "revision", default="head", show_default=True, help="Revision to migrate to; `base` empties the schema."
)
def migrate_command(revision: str) -> None:
    """Bring the database schema up to date, as the owning role (DATABASE_OWNER_URL)."""
    url = settings().database_owner_url
    if not url:
        raise click.UsageError("Set DATABASE_OWNER_URL to the role that owns the schema.")
    with at_once(STOPPED):
        asyncio.run(_migrate(url, revision))
    click.echo(f"The schema is at {revision}.")


async def _migrate(url: str, revision: str) -> None:
    at = await revision_of(url)
    if not is_known(at):
        raise click.ClickException(f"The database is {amiss(at)}.")
    await migrate(url, revision)


@click.command("schema", hidden=True)
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def schema_command(path: Path) -> None:
    """Write the schema as the tables have it, for the first migration."""
    wiring.load_rooms()
    write_schema(metadata, path)
