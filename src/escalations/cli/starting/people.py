"""`escalations import people`: everybody who works here, from a file."""

import asyncio
import csv
import getpass
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import click

from ...catalog.loading import catalogue
from ...people.actions import add_person, grant_clearance
from ...people.queries import person_with_email
from ...platform.db import Session
from ...platform.events import SYSTEM
from ..case_files import Row
from ..connecting import connected
from .asking import asked_of_a_file
from .cells import end_of_next_year, read_row
from .person_rows import PersonRow
from .whole import Outcome, each_row, tell


def example() -> str:
    """Of this installation's own families, groups and boundaries."""
    families, groups, boundaries = (
        list(known) for known in (catalogue().families, catalogue().product_groups, catalogue().boundaries)
    )
    until = end_of_next_year()
    cleared = f"{boundaries[0]}:{until}"
    return f"""\
email,name,role,time_zone,languages,hours,days,capacity,specialties,product_group,clearances
lea@support.example,Lea Brandt,duty_lead,Europe/Berlin,en; de,08:00-16:00,Mon-Fri,6,{families[0]}:4; {families[-1]}:3,,{cleared}; {boundaries[-1]}:{until}
noor@support.example,Noor Haddad,support_engineer,Asia/Singapore,en,09:00-17:00,Sun-Thu,8,{families[0]}:5,,{cleared}
piet@build.example,Piet de Wit,product_group_engineer,Europe/Amsterdam,en,,,,,{groups[0]},{cleared}
"""


_PASSWORDS = click.option(
    "--passwords", "passwords_path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Make a first password for each who is added, and write them here, for you alone to read.",
)  # fmt: skip


@dataclass(frozen=True)
class Adding:
    """`passwords` is where first passwords are written to, None to make none."""

    evidence: str
    passwords: TextIO | None = None

    async def take(self, db: Session, row: Row) -> bool:
        """Whoever is there stays as they are: since then they and their leads keep what is known of them."""
        told = read_row(row, PersonRow)
        if await person_with_email(db, told.email) is not None:
            return False
        password = secrets.token_urlsafe(15) if self.passwords else None
        person = await add_person(db, told.person(), dict(told.specialties), password=password, by=SYSTEM)
        for boundary, until in told.clearances:
            await grant_clearance(db, person, boundary, until, told.evidence or self.evidence, by=SYSTEM)
        if self.passwords:
            csv.writer(self.passwords).writerow((person.email, password))
        return True


@click.command("people")
@asked_of_a_file(PersonRow, example)
@_PASSWORDS
def people_command(path: Path, rows: list[Row], passwords_path: Path | None, dry_run: bool, as_json: bool) -> None:
    """Add everybody in FILE (.csv or .jsonl, UTF-8) who is not here yet.

    \b
    Columns (only the first three are needed):
      email, name
      role            support_engineer, duty_lead, rapid_response, product_group_engineer,
                      communications_lead, readiness_manager, administrator, auditor
      time_zone       such as Europe/Berlin; UTC without one
      languages       two letters each: en; de
      hours, days     09:00-17:00 and Mon-Fri, in their zone
      capacity        how many units of work they carry, 8 without one
      specialties     technology families and how well, 1 to 5: storage:4; networking:3
      product_group   for whom a product-group engineer answers
      clearances      what they may see and until when: public:2027-12-31; germany:2027-06-30
      evidence        on what ground they are cleared; without it, this file

    All come in, or nobody: each row that cannot is told with its reason. Who is here already is left as they are,
    so the same file again, or a longer one, is harmless.

    \b
    Example:
      escalations import people --example > people.csv
      escalations import people people.csv --dry-run
      escalations import people people.csv --passwords first-passwords.csv

    Exit code 0: everybody is in, 1: some rows could not, so nobody is, 2: it was asked wrongly.
    """
    evidence = f"{path.name}, brought in by {getpass.getuser()}"
    with _for_my_eyes(None if dry_run else passwords_path) as written:
        outcome = asyncio.run(_run(rows, Adding(evidence, written), dry_run))
        if written and outcome.failures:
            written.truncate(0)
    tell(outcome, dry_run=dry_run, as_json=as_json)


async def _run(rows: list[Row], adding: Adding, dry_run: bool) -> Outcome:
    async with connected():
        return await each_row(rows, adding.take, dry_run=dry_run)


@contextmanager
def _for_my_eyes(path: Path | None) -> Iterator[TextIO | None]:
    """Written line by line, so that nobody comes in whose password could not be kept. Gone where it holds none."""
    if path is None:
        yield None
        return
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as problem:
        why = "is there already" if isinstance(problem, FileExistsError) else f"cannot be written ({problem.strerror})"
        raise click.UsageError(f"{path} {why}. Name another file for the passwords.") from None
    try:
        with os.fdopen(handle, "w", buffering=1, encoding="utf-8") as file:
            yield file
    except BaseException:
        path.unlink()
        raise
    if not path.stat().st_size:
        path.unlink()
