"""`python -m bench.defences`: is each defence needed? Exit code 1 when one could go unnoticed."""

import tempfile
from pathlib import Path

import click

from .defence import Defence
from .known import KNOWN
from .running import Run, Runner
from .tree import Tree


@click.command()
@click.option("--only", default="", help="Those with this in their name.")
@click.option("--told", is_flag=True, help="Show what the tests said of a defence that could go unnoticed.")
def main(only: str, told: bool) -> None:
    """Takes a defence away, runs the tests that guard it, and puts it back. The tree itself is never touched; that the tests pass with
    all defences in place is what `make test` says."""
    chosen = [one for one in KNOWN if only.lower() in one.name.lower()]
    with tempfile.TemporaryDirectory(prefix="defences-") as folder:
        Path(folder).chmod(0o755)
        tree = Tree(Path(folder) / "tree")
        runner = Runner(tree.root)
        unnoticed = sum(not _is_missed(tree, runner, one, told) for one in chosen)
    click.echo(f"{len(chosen)} defences, {unnoticed} of which could go unnoticed")
    raise SystemExit(bool(unnoticed))


def _is_missed(tree: Tree, runner: Runner, defence: Defence, told: bool) -> bool:
    try:
        with tree.without(defence):
            run = runner.run(defence.tests)
    except LookupError as problem:
        click.echo(f"{'gone':12} {defence.name:58} {problem}")
        return False
    is_missed = run.failed > 0 and run.broken == 0
    click.echo(f"{_said(run):12} {defence.name:58} {_places(defence)}  ({run.seconds:.0f} s)")
    if told and not is_missed:
        click.echo(run.told[-6000:])
    return is_missed


def _said(run: Run) -> str:
    if run.broken or not run.passed + run.failed:
        return "broken"
    return f"yes, {run.failed} fail" if run.failed else "NO"


def _places(defence: Defence) -> str:
    return ", ".join(test.removeprefix("tests/") for test in defence.tests)


if __name__ == "__main__":
    main()
