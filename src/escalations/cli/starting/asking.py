"""What every command asks that takes a whole file: which one, whether in earnest, and what to leave out of it."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from ..case_files import rows_of
from .cells import known_columns

Command = Callable[..., None]
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OPTIONS = (
    click.argument("path", metavar="FILE", type=_FILE),
    click.option("--leave-out", "left_out", multiple=True, metavar="COLUMN", help="A column that is not meant for us. Can be repeated."),
    click.option("--dry-run", is_flag=True, help="Read and check everything, say what would happen, change nothing."),
    click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object, for scripts."),
)  # fmt: skip


def asked_of_a_file(model: type[BaseModel], example: Callable[[], str]) -> Callable[[Command], Command]:
    """The command gets the `path` and its `rows`, whose columns are all known."""

    def print_example(context: click.Context, option: click.Parameter, is_asked: bool) -> None:
        if is_asked:
            click.echo(example(), nl=False)
            context.exit()

    def asked(command: Command) -> Command:
        @wraps(command)
        def with_rows(path: Path, left_out: tuple[str, ...], **told: Any) -> None:
            rows = rows_of(path)
            known_columns(rows, model, left_out)
            command(path=path, rows=rows, **told)

        for option in reversed(_OPTIONS):
            with_rows = option(with_rows)
        shown = click.option(
            "--example", is_flag=True, is_eager=True, expose_value=False, callback=print_example,
            help="Print a file to begin with.",
        )  # fmt: skip
        return shown(with_rows)

    return asked
