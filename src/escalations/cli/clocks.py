"""`escalations clocks`: due times proved by their ledgers, and what other policies and hours would have done or would do."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..cases.queries.open_clocks import impact_on_open_clocks
from ..cases.queries.past_clocks import Span, cases_opened_in, past_clocks
from ..catalog.loading import catalogue
from ..clocks.policies import clock_policies
from ..clocks.proposals import Impact, Proposal, proposed_calendars, proposed_policy
from ..clocks.queries import count_open_clocks, open_clocks_after
from ..clocks.replaying import Replay, Replayer
from ..clocks.rule_files import BadRuleFile, RuleText
from ..clocks.verifying import Difference, differences_among, mend_clock
from ..platform.db import Scope, transaction
from ..platform.events import SYSTEM
from ..platform.time import now
from .arguments import Boundary
from .clock_outcomes import difference_as_json, impact_as_json, replay_as_json, replay_tables
from .connecting import connected

BATCH = 1000
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])
AS_JSON = click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object, for scripts.")
WITHIN = click.option("--boundary", type=Boundary(), help="Only this boundary. Default: all.")
POLICY = click.option("--policy", "policy_path", type=FILE, help="A policy file, as in routing_rules/clocks.")
CALENDARS = click.option("--calendars", "calendars_path", type=FILE, help="A calendars file, as calendars.toml there.")


@click.group("clocks")
def clocks_group() -> None:
    """Clocks: verify them, and try out policies and hours."""


@clocks_group.command("replay")
@POLICY
@CALENDARS
@click.option("--since", type=DAY, required=True, help="Cases opened from this day on, in UTC.")
@click.option("--until", type=DAY, help="Cases opened before this day. Default: now.")
@WITHIN
@AS_JSON
def replay_command(
    policy_path: Path | None, calendars_path: Path | None, since: datetime, until: datetime | None, boundary: str | None, as_json: bool,
) -> None:  # fmt: skip
    """What would have been late in the past under a proposed policy or calendars file.

    What people did and when stays as it was; targets and hours are replaced. A resolution objective that there was not
    is not invented. The hours that a calendars file adds count as if they had always been in force.

    \b
    Example:
      escalations clocks replay --policy policy-2027-01-01.toml --since 2026-06-01

    Exit code 0: it was worked out, 2: the file was refused or it was asked wrongly.
    """
    span = Span(since.replace(tzinfo=UTC), until.replace(tzinfo=UTC) if until else now())
    replay = asyncio.run(_replay(_proposal(policy_path, calendars_path), span, _scope(boundary)))
    if as_json:
        click.echo(json.dumps(replay_as_json(replay), indent=1))
    else:
        console = Console(highlight=False, soft_wrap=True)
        for told in replay_tables(replay):
            console.print(told)


async def _replay(proposal: Proposal, span: Span, scope: Scope) -> Replay:
    replay, replayer, until = Replay(), Replayer(proposal), now()
    async with connected():
        async with transaction(scope) as db:
            total = await cases_opened_in(db, span)
        with progress("Replaying cases", total) as bar:
            async for cases, clocks in past_clocks(scope, span):
                for clock in clocks:
                    replay.add(replayer.outcome(clock, until))
                bar.advance(bar.task_ids[0], cases)
    return replay


@clocks_group.command("impact")
@POLICY
@CALENDARS
@WITHIN
@AS_JSON
def impact_command(policy_path: Path | None, calendars_path: Path | None, boundary: str | None, as_json: bool) -> None:
    """What a policy or calendars file would move among open clocks, if it came into force now. Changes nothing.

    \b
    Example:
      escalations clocks impact --calendars calendars.toml

    Exit code 0: nothing moves, 1: something moves or is stranded, 2: the file was refused or it was asked wrongly.
    """
    impact = asyncio.run(_impact(_proposal(policy_path, calendars_path), _scope(boundary)))
    click.echo(json.dumps(impact_as_json(impact), indent=1) if as_json else f"It {impact.in_words()}.")
    raise SystemExit(0 if impact.is_none else 1)


async def _impact(proposal: Proposal, scope: Scope) -> Impact:
    async with connected(), transaction(scope) as db:
        with progress("Looking at open clocks", await count_open_clocks(db)) as bar:
            return await impact_on_open_clocks(db, proposal, now(), lambda done: bar.advance(bar.task_ids[0], done))


@clocks_group.command("verify")
@WITHIN
@click.option("--fix", is_flag=True, help="Set rows right by their ledgers.")
@AS_JSON
def verify_command(boundary: str | None, fix: bool, as_json: bool) -> None:
    """Work out every open clock anew from its ledger and compare it with its row.

    Exit code 0: they agree, or were all set right, 1: some differ.
    """
    checked, found = asyncio.run(_verify(_scope(boundary), fix))
    if as_json:
        told = {"checked": checked, "fixed": fix, "differences": [difference_as_json(one) for one in found]}
        click.echo(json.dumps(told, indent=1))
    else:
        for one in found:
            click.echo(f"C-{one.clock.case_id} {one.clock.words} (clock {one.clock.id}): {', '.join(one.wrong)}")
        outcome = "differed and were set right" if fix else "differ from their ledgers"
        click.echo(f"{checked:,} open clocks, {len(found):,} {outcome}.")
    raise SystemExit(any(not (fix and one.is_mendable) for one in found))


async def _verify(scope: Scope, fix: bool) -> tuple[int, list[Difference]]:
    checked, last = 0, 0
    found: list[Difference] = []
    async with connected():
        async with transaction(scope) as db:
            total = await count_open_clocks(db)
        with progress("Verifying clocks", total) as bar:
            while True:
                async with transaction(scope) as db:
                    clocks = await open_clocks_after(db, last, BATCH)
                    wrong = await differences_among(db, clocks)
                    for one in wrong if fix else ():
                        if one.is_mendable:
                            await mend_clock(db, one, by=SYSTEM)
                if not clocks:
                    return checked, found
                found += wrong
                checked, last = checked + len(clocks), clocks[-1].id
                bar.advance(bar.task_ids[0], len(clocks))


def _scope(boundary: str | None) -> Scope:
    return Scope.system(*([boundary] if boundary else catalogue().boundaries))


def _proposal(policy_path: Path | None, calendars_path: Path | None) -> Proposal:
    try:
        if policy_path and not calendars_path:
            return proposed_policy(clock_policies(), RuleText.of(policy_path))
        if calendars_path and not policy_path:
            return proposed_calendars(clock_policies(), RuleText.of(calendars_path))
    except BadRuleFile as refused:
        raise click.UsageError(str(refused)) from refused
    raise click.UsageError("Name one file to try out, with --policy or with --calendars.")


@contextmanager
def progress(told: str, total: int) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(told, total=total)
        yield bar
