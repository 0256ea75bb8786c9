"""`escalations backup` and `escalations restore`: everything into one file, and back."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import click

from ..platform.archive import Contents, Manifest, contents_of, differences, manifest_of, put_back, save
from ..platform.archive.restoring import NotRestored
from ..platform.archive.saving import NoBackup
from ..platform.archive.tools import ToolFailed, database_of
from ..platform.postgres import ensure_database, running_postgres
from ..platform.schema import amiss
from ..platform.settings import settings

T = TypeVar("T")
FILE = click.Path(dir_okay=False, path_type=Path)
FAILURES = (OSError, asyncpg.PostgresError, NotRestored, NoBackup, ToolFailed)


class _OrVerify(click.Group):
    """`backup FILE` saves; `backup verify FILE` compares."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["save", *args]
        return super().parse_args(ctx, args)


@click.group("backup", cls=_OrVerify, options_metavar="", subcommand_metavar="FILE | verify FILE")
def backup_group() -> None:
    """Save the whole database in one file, files on cases included, as the database administrator (DATABASE_ADMIN_URL).

    \b
    Exit code 0: done, 1: refused or failed, 2: set up wrongly.
    Examples:
      escalations backup escalations.backup
      escalations backup escalations.backup --dry-run
      escalations backup verify escalations.backup
    """


@backup_group.command("save", hidden=True)
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would be saved, write nothing.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def save_command(file: Path, dry_run: bool, force: bool) -> None:
    """Save everything in FILE. People may go on working; FILE holds one moment."""
    if file.exists() and not force and not dry_run:
        raise click.ClickException(f"{file} is there already. Choose another name, or say --force.")
    if dry_run:
        _say_what_is_there(_told(_contents(_admin_url())), file)
        return
    url = _admin_url()
    _told(_refuse_blind_role(url))
    manifest = _told(save(url, file.resolve(), click.echo))
    click.echo(f"Saved {manifest.contents.rows:,} rows in {file} ({file.stat().st_size / 1024 / 1024:.1f} MiB).")


@backup_group.command("verify")
@click.argument("file", type=FILE)
def verify_command(file: Path) -> None:
    """Compare the database with FILE, table by table. Exit code 0: equal, 1: they differ."""
    manifest = _read(file)
    wrong = differences(manifest.contents, _told(_contents(_admin_url())))
    for one in wrong:
        click.echo(one)
    if wrong:
        raise SystemExit(1)
    click.echo(
        f"Equal: {manifest.contents.rows:,} rows of {len(manifest.contents.tables)} tables, saved {manifest.at}."
    )


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would be restored, change nothing.")
@click.option("--replace", is_flag=True, help="The database is not empty: keep it under another name.")
@click.option("--moved", is_flag=True, help="Nothing has happened since FILE was saved, as when the database moves.")
def restore_command(file: Path, dry_run: bool, replace: bool, moved: bool) -> None:
    """Bring FILE back into the database of DATABASE_ADMIN_URL, whole or not at all, and prove that it is equal.

    \b
    It is made beside what is there and takes its place when every table agrees with its checksum. Stop web and worker first.
    What waited to be mailed when FILE was saved may have gone out since: the first worker holds it. Numbers that may have been
    given out since are left out. Neither with --moved: numbers go on, and what waits is mailed.
    Exit code 0: done, 1: refused or failed, 2: set up wrongly.
    Example:
      escalations restore escalations.backup
    """
    manifest = _read(file)
    if dry_run:
        _say_what_is_in(manifest, file)
        return
    contents = _told(put_back(file.resolve(), _admin_url(), click.echo, replace=replace, moved=moved))
    click.echo(
        f"Restored {contents.rows:,} rows of {len(contents.tables)} tables into {database_of(_admin_url())}; all are equal."
    )
    if wrong := amiss(manifest.revision):
        click.echo(f"It is {wrong}.")
    if not moved:
        click.echo("What waited to be mailed is held by the first worker that starts. Then see: escalations mail held")


def _admin_url() -> str:
    if url := settings().database_admin_url:
        return url
    embedded = None if settings().database_url else running_postgres(settings().home.resolve())
    if embedded is None:
        raise click.UsageError(
            "Set DATABASE_ADMIN_URL to the database, as a superuser or a role with BYPASSRLS and CREATEDB."
        )
    asyncio.run(ensure_database(embedded))
    return embedded.admin_url.replace("/postgres?", f"/{embedded.database}?")


async def _contents(url: str) -> Contents:
    await _refuse_blind_role(url)
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await contents_of(connection)
    finally:
        await connection.close()


async def _refuse_blind_role(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        if not await connection.fetchval("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"):
            raise click.UsageError("This role does not see past row-level security: what it saves would be incomplete.")
    finally:
        await connection.close()


def _told(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except FAILURES as problem:
        raise click.ClickException(str(problem)) from problem


def _read(file: Path) -> Manifest:
    try:
        return manifest_of(file)
    except NoBackup as problem:
        raise click.ClickException(str(problem)) from problem


def _say_what_is_there(contents: Contents, file: Path) -> None:
    click.echo(f"Would save {contents.rows:,} rows of {len(contents.tables)} tables in {file}.")


def _say_what_is_in(manifest: Manifest, file: Path) -> None:
    contents = manifest.contents
    click.echo(
        f"{file} holds {contents.rows:,} rows of {len(contents.tables)} tables at revision {manifest.revision}, saved {manifest.at} by {manifest.version}."
    )
