"""`escalations jobs`: what was given up, seen and sent back to work from a shell."""

import asyncio
import json
from collections.abc import Sequence

import click

from ..desk.actions import replay_jobs
from ..platform.db import transaction
from ..platform.events import SYSTEM
from ..platform.job_desk import HeldJob, held_jobs
from .arguments import ids_or_all
from .connecting import connected
from .sight import everywhere


@click.group("jobs")
def jobs_group() -> None:
    """Jobs that failed so often that they wait for a person."""


@jobs_group.command("held")
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for scripts.")
def held_command(as_json: bool) -> None:
    """List the held jobs. Exit code 0: there are none, 1: there are some.

    \b
    Example:
      escalations jobs held --json
    """
    held = asyncio.run(_held())
    if as_json:
        click.echo(json.dumps([_told(job) for job in held], indent=1))
    else:
        for job in held:
            click.echo(
                f"{job.id}  {job.name}  {job.attempts} attempts, held since {job.held_at:%Y-%m-%d %H:%M} UTC: {job.problem}"
            )
    raise SystemExit(bool(held))


@jobs_group.command("replay")
@ids_or_all("jobs", "replay")
def replay_command(ids: Sequence[int] | None) -> None:
    """Send held jobs back to work, once their cause is mended.

    \b
    Example:
      escalations jobs replay 4711 4712
      escalations jobs replay --all
    """
    click.echo(f"{asyncio.run(_replay(ids))} jobs went back to work.")


async def _held() -> list[HeldJob]:
    async with connected(), transaction(everywhere()) as db:
        return await held_jobs(db)


async def _replay(ids: Sequence[int] | None) -> int:
    async with connected(), transaction(everywhere()) as db:
        return await replay_jobs(db, ids, by=SYSTEM)


def _told(job: HeldJob) -> dict[str, object]:
    """Without its payload, which may name what only some may see."""
    return {
        "id": job.id,
        "name": job.name,
        "attempts": job.attempts,
        "held_at": job.held_at.isoformat(),
        "problem": job.problem,
    }
