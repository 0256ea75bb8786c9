"""The demo world of the embedded server is there whole or not at all: a mark in its folder says that it is being loaded.

What an interrupted load left there was never served to anybody, so the next start throws it away.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from ...platform.postgres import drop_database
from ..connecting import start_embedded

MARK = "demo-is-loading"
AT_IT = "Another process loads the demo world in {home}. Wait until it is done, or stop it."


@contextmanager
def being_loaded(home: Path) -> Iterator[None]:
    """By one process at a time; the mark stays when this fails."""
    with _held(home) as mark:
        mark.write("begun\n")
        mark.flush()
        yield
        (home / MARK).unlink()


async def throw_away_half_loaded(home: Path) -> None:
    """To be called before anything is connected."""
    if not (home / MARK).exists():
        return
    with _held(home):
        click.echo("The demo world was not loaded to its end. What there is of it is thrown away.")
        await drop_database(start_embedded(home))
        (home / MARK).unlink()


@contextmanager
def _held(home: Path) -> Iterator[TextIO]:
    with (home / MARK).open("a") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(AT_IT.format(home=home)) from None
        yield mark
