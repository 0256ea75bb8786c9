"""`escalations routing copy`: rule files of one's own to begin with."""

import os
import shutil
import tempfile
from pathlib import Path

import click

from ..platform.resources import resource_dir

OF_THE_PROGRAM = shutil.ignore_patterns("text_model.json")
"""What reads texts is trained, not written; see `escalations routing train`."""


@click.command("copy")
@click.argument("folder", type=click.Path(path_type=Path))
def copy_command(folder: Path) -> None:
    """Copy the rule files that ship into FOLDER, to be made your own.

    FOLDER is new or empty. Set ESCALATIONS_ROUTING_RULES to it for every process; later changes of its files are taken over
    while the processes run, and an upgrade leaves it alone.

    \b
    Example:
      escalations routing copy /etc/escalations/rules
      escalations routing check --rules /etc/escalations/rules --strict
    """
    try:
        _refuse_occupied(folder)
        _copied(folder)
    except OSError as problem:
        raise click.ClickException(f"{folder} cannot be written: {problem.strerror}. Name another folder.") from None
    click.echo(f"The rule files are in {folder}. Start every process with ESCALATIONS_ROUTING_RULES={folder.resolve()}")


def _refuse_occupied(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"{folder} is there already and not empty. Name a new folder; nothing was copied.")


def _copied(folder: Path) -> None:
    """All of it or nothing: it is copied beside its place and then renamed."""
    with tempfile.TemporaryDirectory(dir=folder.resolve().parent, prefix=f".{folder.name}.") as beside:
        whole = Path(beside) / "rules"
        shutil.copytree(resource_dir("routing_rules"), whole, ignore=OF_THE_PROGRAM)
        os.replace(whole, folder)
