"""`escalations routing check`: the rules examined, from their files and, where a database runs, from what they met."""

import asyncio
import json
import os
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

import asyncpg
import click
from sqlalchemy.exc import DBAPIError

from ..cases.queries import roster
from ..catalog.models import Catalogue
from ..desk.queries import hits_of_rules
from ..platform import db as database
from ..platform.db import Scope, transaction
from ..platform.postgres import running_postgres
from ..platform.resources import rules_dir
from ..platform.settings import settings
from ..platform.time import now
from ..routing.linting import GRADES, Complaint, Grade, Practice, all_complaints, collect, skilled
from .connecting import open_engine

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
COLOURS = {"error": "red", "warning": "yellow", "note": None}


@dataclass(frozen=True)
class Examination:
    directory: Path
    rules: int
    rule_set: str
    complaints: list[Complaint]
    database: str
    """Empty when it was asked, else why not."""

    def count(self, grade: Grade) -> int:
        return Counter(complaint.grade for complaint in self.complaints)[grade]

    def exit_code(self, strict: bool) -> int:
        return 2 if self.count("error") else int(strict and self.count("warning") > 0)


@click.command("check")
@click.option("--rules", "directory", type=FOLDER, help="The folder to examine. Default: the rules in force.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for scripts.")
@click.option(
    "--since-days",
    "days",
    type=click.IntRange(1),
    default=90,
    show_default=True,
    help="Rules that decided nothing in so many days are noted.",
)
@click.option("--no-database", is_flag=True, help="From the files alone.")
@click.option("--strict", is_flag=True, help="Warnings count as failures too.")
def check_command(directory: Path | None, as_json: bool, days: int, no_database: bool, strict: bool) -> None:
    """Examine routing rules: what no case can reach, what contradicts, expires, is unknown or staffed by nobody.

    All faults are told, each with file, line, rule and what to do. Works from the files alone; a database that runs already
    (DATABASE_URL, or the embedded one) is asked as well, for rules that decide nothing and demands that nobody meets.

    \b
    Example:
      escalations routing check
      escalations routing check --rules ~/new-rules --strict --json

    Exit code 0: nothing, or nothing that counts; 1: warnings, with --strict; 2: errors.
    """
    found = asyncio.run(_examine(directory or rules_dir(), days, no_database))
    click.echo(json.dumps(_as_json(found), indent=1, ensure_ascii=False) if as_json else "\n".join(_told(found)))
    raise SystemExit(found.exit_code(strict))


async def _examine(directory: Path, days: int, no_database: bool) -> Examination:
    collected = collect(directory, rules_dir())
    rules = collected.rule_set
    if rules is None:
        return Examination(directory, 0, "", collected.faults, "the rules cannot be read")
    practice, why_not = (None, "not wanted") if no_database else await _practice(rules.catalogue, days)
    return Examination(directory, len(rules.rules), rules.hash, all_complaints(collected, now(), practice), why_not)


async def _practice(catalogue: Catalogue, days: int) -> tuple[Practice | None, str]:
    """Asked only of a database that runs: examining rules neither starts nor changes one."""
    url = _running_database()
    if url is None:
        return None, "none runs here, and DATABASE_URL is not set"
    open_engine(url, pool_size=1)
    try:
        async with transaction(Scope.system(*catalogue.boundaries)) as db:
            hits = await hits_of_rules(db, now() - timedelta(days=days))
            return Practice(hits=hits, days=days, staff=skilled(await roster(db))), ""
    except (OSError, asyncpg.PostgresError, DBAPIError, ValueError) as error:
        return None, f"it cannot be asked: {str(error).splitlines()[0]}"
    finally:
        await database.disconnect()


def _running_database() -> str | None:
    if given := settings().database_url:
        return given
    embedded = running_postgres(settings().home.resolve())
    return embedded.app_url if embedded else None


def _told(found: Examination) -> list[str]:
    counts = [f"{found.count(grade)} {grade}{'' if found.count(grade) == 1 else 's'}" for grade in GRADES]
    asked = f"The database was not asked: {found.database}." if found.database else "The database was asked too."
    return [*(_line(found, one) for one in found.complaints), f"{found.rules} rules: {', '.join(counts)}. {asked}"]


def _line(found: Examination, complaint: Complaint) -> str:
    subject = f"“{complaint.rule}” " if complaint.rule else ""
    grade = click.style(complaint.grade, fg=COLOURS[complaint.grade])
    file, line = _place(found, complaint)
    return f"{file}:{line}: {grade}: {subject}{complaint.says}. {complaint.remedy}. [{complaint.kind}]"


def _place(found: Examination, complaint: Complaint) -> tuple[str, int]:
    file, _, line = complaint.place.rpartition(":")
    return os.path.relpath(found.directory / file), int(line)


def _as_json(found: Examination) -> dict[str, object]:
    complaints = []
    for complaint in found.complaints:
        file, line = _place(found, complaint)
        told = asdict(complaint) | {"file": file, "line": line}
        del told["place"]
        complaints.append(told)
    return {
        "rules": found.rules,
        "rule_set": found.rule_set,
        **{f"{grade}s": found.count(grade) for grade in GRADES},
        "database_asked": not found.database,
        "complaints": complaints,
    }
