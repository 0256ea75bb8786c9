"""Commands about the database schema."""

import asyncio
from pathlib import Path

import click

from .. import wiring
from ..platform.migrating import HeldUp, Patience
from ..platform.model import metadata
from ..platform.schema import amiss, is_known, migrate, revision_of, steps_after, write_schema
from ..platform.settings import settings
from .stopping import at_once

STOPPED = "Stopped. A step is made whole or not at all, and those that were told are kept: run it again."


@click.command("migrate")
@click.option(
    "--to", "revision", default="head", show_default=True, help="Revision to migrate to; `base` empties the schema."
)
@click.option("--dry-run", is_flag=True, help="List the steps to come and what each holds up. Nothing is changed.")
@click.option(
    "--patience", default=600, show_default=True, help="Seconds to go on trying for a step that does not get its locks."
)
def migrate_command(revision: str, dry_run: bool, patience: int) -> None:
    """Bring the database schema up to date, as the owning role (DATABASE_OWNER_URL).

    People may work meanwhile: a step that does not get its locks within two seconds is taken back and tried again.
    """
    url = settings().database_owner_url
    if not url:
        raise click.UsageError("Set DATABASE_OWNER_URL to the role that owns the schema.")
    if dry_run:
        list_steps(asyncio.run(_at(url)))
        return
    with at_once(STOPPED):
        asyncio.run(_migrate(url, revision, Patience(patience, told)))
    click.echo(f"The schema is at {revision}.")


def told(said: str) -> None:
    click.echo(said, err=True)


async def _migrate(url: str, revision: str, patience: Patience) -> None:
    await _at(url)
    try:
        await migrate(url, revision, patience)
    except HeldUp as why:
        kept = f"{why} What was told as done is kept; the schema is at {await revision_of(url) or 'none'}."
        raise click.ClickException(f"{kept} Run it again when it is quieter, or with more --patience.") from None


async def _at(url: str) -> str | None:
    at = await revision_of(url)
    if not is_known(at):
        raise click.ClickException(f"The database is {amiss(at)}.")
    return at


def list_steps(at: str | None) -> None:
    steps = steps_after(at)
    for step in steps:
        click.echo(f"{step.revision}  {step.title}")
        click.echo(f"      Locks: {step.locks or 'not recorded for this step'}")
        if step.contract:
            click.echo(f"      Takes away from the release before: {step.contract}")
    click.echo(f"{len(steps)} steps to come." if steps else "Nothing to do: the schema is the newest.")


@click.command("schema", hidden=True)
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def schema_command(path: Path) -> None:
    """Write the schema as the tables have it, for the first migration."""
    wiring.load_rooms()
    write_schema(metadata, path)
