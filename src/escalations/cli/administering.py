"""`escalations people`: the first administrator and whoever cannot be reached through the pages. The shell acts as the system."""

import asyncio
import getpass
import re
import sys
from datetime import datetime
from typing import Any

import click

from ..catalog.loading import catalogue
from ..people.actions import add_person, grant_clearance, issue_api_token, revoke_api_tokens, set_password
from ..people.models import Person
from ..people.queries import person_with_email
from ..people.roles import ROLES
from ..platform.db import Session, transaction
from ..platform.errors import NotFound, Refused
from ..platform.events import SYSTEM
from .arguments import BoundaryUntil, FamilyLevel, TimeZone
from .connecting import connected
from .sight import everywhere

SHORTEST_PASSWORD = 12
_CLEARANCE = click.option("--clearance", "clearances", type=BoundaryUntil(), multiple=True, metavar="BOUNDARY:DAY", help="What they may see, and until when.")  # fmt: skip
_EVIDENCE = click.option("--evidence", default=lambda: f"granted on the command line by {getpass.getuser()}", show_default="who ran this", help="On what ground.")  # fmt: skip
_PASSWORD = click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of standard input."
)


@click.group("people")
def people_group() -> None:
    """Add people, give them passwords, tokens and clearances."""


@people_group.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As colleagues and customers read it.")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="What they may do.")
@click.option("--time-zone", type=TimeZone(), default="UTC", show_default=True, help="In which they live and work.")
@click.option(
    "--language", "languages", multiple=True, default=("en",), show_default=True, help="Two letters; can be repeated."
)
@click.option("--specialty", "specialties", type=FamilyLevel(), multiple=True, metavar="FAMILY:LEVEL", help="How well they know a technology family, 1 to 5. Routing asks for it.")  # fmt: skip
@click.option("--product-group", metavar="KEY", help="Whose escalations a product-group engineer answers.")
@_CLEARANCE
@_EVIDENCE
@_PASSWORD
def add_command(password_stdin: bool, **told: Any) -> None:
    """Add a person.

    \b
    Example:
      escalations people add ada@example.com --name "Ada Lovelace" --role administrator \\
        --time-zone Europe/London --clearance public:2027-12-31 --password-stdin < password.txt
    """
    asyncio.run(_add(_password(ask=False) if password_stdin else None, **told))


async def _add(
    password: str | None, *, email: str, specialties: tuple[tuple[str, int], ...], clearances: tuple[tuple[str, datetime], ...],
    evidence: str, languages: tuple[str, ...], product_group: str | None, **told: Any,
) -> None:  # fmt: skip
    async with connected(), transaction(everywhere()) as db:
        await _refuse_unfit(db, email, product_group)
        person = Person(
            email=email.strip().lower(), languages=list(dict.fromkeys(languages)), product_group=product_group, **told
        )
        await add_person(db, person, dict(specialties), password=password, by=SYSTEM)
        await _grant(db, person, clearances, evidence)
    click.echo(f"{person.ref} {person.email}: {person.name}, {person.role_name}.")
    _tell_clearances(person, clearances)
    if password is None:
        click.echo(f"They cannot sign in yet. Give them a password: escalations people password {person.email}")


async def _refuse_unfit(db: Session, email: str, product_group: str | None) -> None:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email.strip()):
        raise click.UsageError(f"{email} is not an e-mail address.")
    if product_group is not None and product_group not in catalogue().product_groups:
        raise click.UsageError(
            f"There is no product group {product_group}. Known are: {', '.join(catalogue().product_groups)}."
        )
    there = await person_with_email(db, email)
    if there is not None:
        raise Refused(
            f"{there.email} is {there.name} ({there.ref}) already. Use another address, or change that person."
        )


@people_group.command("clear")
@click.argument("email")
@click.argument("clearances", type=BoundaryUntil(), nargs=-1, required=True, metavar="BOUNDARY:DAY…")
@_EVIDENCE
def clear_command(email: str, clearances: tuple[tuple[str, datetime], ...], evidence: str) -> None:
    """Let a person see boundaries, each until the end of a day (UTC).

    \b
    Example:
      escalations people clear ada@example.com germany:2027-06-30 --evidence "screening 4711"
    """
    asyncio.run(_clear(email, clearances, evidence))


async def _clear(email: str, clearances: tuple[tuple[str, datetime], ...], evidence: str) -> None:
    async with connected(), transaction(everywhere()) as db:
        person = await _known(db, email)
        await _grant(db, person, clearances, evidence)
    _tell_clearances(person, clearances)


@people_group.command("password")
@click.argument("email")
@_PASSWORD
def password_command(email: str, password_stdin: bool) -> None:
    """Give a person a new password, and end their sign-ins. Asks for it unless --password-stdin is given.

    \b
    Example:
      escalations people password ada@example.com --password-stdin < password.txt
    """
    asyncio.run(_set_password(email, _password(ask=not password_stdin)))


async def _set_password(email: str, password: str) -> None:
    async with connected(), transaction(everywhere()) as db:
        person = await _known(db, email)
        ended = await set_password(db, person, password, by=SYSTEM)
    click.echo(f"{person.email} has a new password; {ended} sign-ins ended.")


@people_group.command("token")
@click.argument("email")
@click.option("--name", required=True, help="What the token is for, as the audit trail shows it.")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="How long it is valid.")
def token_command(email: str, name: str, days: int) -> None:
    """Issue an API token, with which a program acts as the person. It is shown once, on standard output.

    \b
    Example:
      TOKEN=$(escalations people token monitor@example.com --name "alert feed" --days 30)
    """
    asyncio.run(_issue_token(email, name, days))


async def _issue_token(email: str, name: str, days: int) -> None:
    async with connected(), transaction(everywhere()) as db:
        person = await _known(db, email)
        token = await issue_api_token(db, person, name, days=days, by=SYSTEM)
    click.echo(token)
    click.echo(f"Valid for {days} days as {person.name}. It is not shown again.", err=True)


@people_group.command("revoke-token")
@click.argument("email")
@click.option("--name", help="Of this name only; without it, all of the person's tokens.")
def revoke_token_command(email: str, name: str | None) -> None:
    """End API tokens of a person at once: programs that bring them are turned away from then on.

    \b
    Example:
      escalations people revoke-token monitor@example.com --name "alert feed"
    """
    asyncio.run(_revoke_tokens(email, name))


async def _revoke_tokens(email: str, name: str | None) -> None:
    async with connected(), transaction(everywhere()) as db:
        person = await _known(db, email)
        ended = await revoke_api_tokens(db, person, name, by=SYSTEM)
    if not ended:
        raise click.ClickException(f"{person.name} has no such token that counts.")
    click.echo(f"{ended} API token{'s' if ended > 1 else ''} of {person.name} ended.")


async def _known(db: Session, email: str) -> Person:
    person = await person_with_email(db, email)
    if person is None:
        raise NotFound(f"Nobody has the e-mail address {email}.")
    if person.disabled_at is not None:
        raise Refused(f"{person.name} is disabled.")
    return person


async def _grant(db: Session, person: Person, clearances: tuple[tuple[str, datetime], ...], evidence: str) -> None:
    for boundary, until in clearances:
        await grant_clearance(db, person, boundary, until, evidence, by=SYSTEM)


def _tell_clearances(person: Person, clearances: tuple[tuple[str, datetime], ...]) -> None:
    for boundary, until in clearances:
        click.echo(f"{person.name} is cleared for {boundary} until {until:%Y-%m-%d %H:%M} UTC.")


def _password(*, ask: bool) -> str:
    told: str = (
        click.prompt("Password", hide_input=True, confirmation_prompt=True)
        if ask
        else sys.stdin.readline().rstrip("\r\n")
    )
    if len(told) < SHORTEST_PASSWORD:
        raise click.UsageError(f"A password has at least {SHORTEST_PASSWORD} characters.")
    return told
