"""Kill -9 rounds against a whole installation: python -m bench.faults --rounds 20."""

import asyncio
from pathlib import Path

import click

from tests.faults.killing.rounds import run_rounds


@click.command()
@click.option("--rounds", default=20, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), default=Path(".escalations/faults"), show_default=True)
def main(rounds: int, home: Path) -> None:
    """Web, worker, PostgreSQL and Meilisearch are killed one at a time and together while people write. Exit code 1: something is lost."""
    outcome = asyncio.run(run_rounds(home.resolve(), rounds, say=click.echo))
    click.echo(f"{outcome.acknowledged} writes acknowledged, answers {outcome.answers}")
    click.echo(
        f"{outcome.mails} mails, {outcome.repeats} repeated under their key; {outcome.items} work items; "
        f"settled within {outcome.settled:.1f} s, the index equal within {outcome.indexed:.1f} s more"
    )
    for wrong in outcome.wrong:
        click.echo(f"wrong: {wrong}")
    raise SystemExit(bool(outcome.wrong))


if __name__ == "__main__":
    main()
