"""`escalations routing impact`: what other teams would move among open cases, before their file is saved."""

import asyncio
import json
from pathlib import Path

import click

from ..cases.queries.counting import queue_counts
from ..catalog.loading import catalogue, load_catalogue
from ..catalog.toml_files import CatalogueError
from ..desk.queries.impact import impact_of_teams
from ..desk.team_changes import TeamImpact, Teams
from ..platform.db import Scope, transaction
from .arguments import Boundary
from .clocks import progress
from .connecting import connected

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("impact")
@click.option("--rules", "directory", type=FOLDER, required=True, help="A folder like routing_rules, with other teams.")
@click.option("--boundary", type=Boundary(), help="Only this boundary. Default: all.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object, for scripts.")
def impact_command(directory: Path, boundary: str | None, as_json: bool) -> None:
    """What other teams (the roles in queues.toml) would move among open cases, if they came into force now. Changes nothing.

    Names cases that nobody of the coming week could take any more, cases whose owner would no longer be of the team of
    their queue, cases whose queue would be gone, and cases that would find somebody.

    \b
    Example:
      escalations routing impact --rules ~/new-rules

    Exit code 0: nothing moves, 1: something moves or is stranded, 2: the folder was refused or it was asked wrongly.
    """
    try:
        then = {key: queue.roles for key, queue in load_catalogue(directory).queues.items()}
    except CatalogueError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    scope = Scope.system(*([boundary] if boundary else catalogue().boundaries))
    impact = asyncio.run(_impact(then, scope))
    if as_json:
        click.echo(json.dumps({"words": impact.in_words(), "cases": impact.cases, **impact.moved}, indent=1))
    else:
        click.echo("\n".join(impact.in_words()))
    raise SystemExit(0 if impact.is_none else 1)


async def _impact(then: Teams, scope: Scope) -> TeamImpact:
    async with connected(), transaction(scope) as db:
        total = sum(count.open for count in (await queue_counts(db)).values())
        with progress("Looking at open cases", total) as bar:
            return await impact_of_teams(db, then, lambda done: bar.advance(bar.task_ids[0], done))
