"""`escalations mail`: what is on its way to customers, after a restore."""

import asyncio
import json
from collections.abc import Sequence

import click

from ..integrations.actions import release_mail
from ..integrations.models import CaseMail
from ..integrations.notices.queries import notices_waiting
from ..integrations.queries import held_mail, mail_for, replies_without_mail, waiting_mail
from ..integrations.returning import Held, hold_what_waits
from ..platform.db import Session, nothing_to_record, transaction
from ..platform.errors import NotFound, Refused
from ..platform.events import SYSTEM
from ..platform.time import now
from .arguments import ids_or_all
from .connecting import connected
from .sight import everywhere


@click.group("mail")
def mail_group() -> None:
    """Mail to customers."""


@mail_group.command("hold")
@click.option("--dry-run", is_flag=True, help="Say how many would be held, change nothing.")
def hold_command(dry_run: bool) -> None:
    """Hold every mail that waits, until a person releases it. After `escalations restore` the first worker does so by itself;
    this is for a database that was brought back by other means, before the first worker is started.

    \b
    What waited then may have gone out since. Notices to colleagues stay on their pages and are not mailed.
    Exit code 0: done, 1: failed, 2: set up wrongly.
    Example:
      escalations mail hold
    """
    held = asyncio.run(_hold(dry_run))
    click.echo(
        f"{'Would hold' if dry_run else 'Held'} {_many(held.mails, 'mail')} and {_many(held.notices, 'notice')}."
    )


@mail_group.command("held")
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for scripts.")
def held_command(as_json: bool) -> None:
    """List the held mails: the log of the mail server knows by the Message-ID which of them went out. Exit code 0: there are none,
    1: there are some.

    \b
    Example:
      escalations mail held --json
    """
    held = asyncio.run(_held())
    if as_json:
        click.echo(json.dumps([_told(mail) for mail in held], indent=1))
    for mail in () if as_json else held:
        click.echo(f"{mail.id}  {mail.case_ref}  {mail.at:%Y-%m-%d %H:%M} UTC  {mail.message_id}  {mail.last_error}")
    raise SystemExit(bool(held))


@mail_group.command("release")
@ids_or_all("mails", "release")
def release_command(ids: Sequence[int] | None) -> None:
    """Send held mails after all.

    \b
    Example:
      escalations mail release 4711 4712
      escalations mail release --all
    """
    many = asyncio.run(_release(ids))
    click.echo(f"{_many(many, 'mail')} released.")
    raise SystemExit(many < len(ids or ()))


async def _hold(dry_run: bool) -> Held:
    before = now()
    async with connected(), transaction(everywhere()) as db:
        if dry_run:
            return await _would_hold(db)
        nothing_to_record(db, "each mail that is held is recorded; where none waited, there is nothing to say")
        return await hold_what_waits(db, before)


async def _would_hold(db: Session) -> Held:
    before = now()
    mails = len(await waiting_mail(db, before)) + len(await replies_without_mail(db, before))
    return Held(mails, len(await notices_waiting(db, before)))


async def _held() -> Sequence[CaseMail]:
    async with connected():
        return await _all_held()


async def _all_held() -> Sequence[CaseMail]:
    async with transaction(everywhere()) as db:
        return await held_mail(db)


async def _release(ids: Sequence[int] | None) -> int:
    async with connected():
        wanted = [mail.id for mail in await _all_held()] if ids is None else ids
        return sum([await _release_one(mail_id) for mail_id in wanted])


async def _release_one(mail_id: int) -> bool:
    """In a transaction of its own: one that cannot go, for lack of a contact, keeps no other back."""
    try:
        async with transaction(everywhere()) as db:
            await release_mail(db, await mail_for(db, mail_id, lock=True), by=SYSTEM)
    except (NotFound, Refused) as refusal:
        click.echo(f"{mail_id}  {refusal}", err=True)
        return False
    return True


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _told(mail: CaseMail) -> dict[str, object]:
    """Without an address and without a word of a customer."""
    return {
        "id": mail.id,
        "case": mail.case_ref,
        "at": mail.at.isoformat(),
        "message_id": mail.message_id,
        "held": mail.last_error,
    }
