"""`escalations mail`: what is on its way to customers, after a restore."""

import asyncio

import click

from ..catalog.loading import catalogue
from ..integrations.actions import hold_waiting_mail
from ..integrations.queries import replies_without_mail, waiting_mail
from ..platform.db import Scope, nothing_to_record, transaction
from .connecting import connected


@click.group("mail")
def mail_group() -> None:
    """Mail to customers."""


@mail_group.command("hold")
@click.option("--dry-run", is_flag=True, help="Say how many would be held, change nothing.")
def hold_command(dry_run: bool) -> None:
    """Hold every mail that waits, until a person releases it. For after a restore, before the first worker is started.

    \b
    What waited when a backup was made may have gone out since. Held mails are on the Mail page.
    Exit code 0: done, 1: failed, 2: set up wrongly.
    Example:
      escalations mail hold
    """
    many = asyncio.run(_hold(dry_run))
    click.echo(f"{'Would hold' if dry_run else 'Held'} {many:,} mail{'' if many == 1 else 's'}.")


async def _hold(dry_run: bool) -> int:
    async with connected():
        return sum([await _hold_in(boundary, dry_run) for boundary in catalogue().boundaries])


async def _hold_in(boundary: str, dry_run: bool) -> int:
    async with transaction(Scope.system(boundary)) as db:
        if dry_run:
            return len(await waiting_mail(db)) + len(await replies_without_mail(db))
        many = await hold_waiting_mail(db)
        if not many:
            nothing_to_record(db, "no mail waited")
        return many
