"""The folder in which a backup is made, hidden beside its file. Whoever is killed leaves theirs behind; the next one clears it away."""

import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

HELD = "escalations-backup.lock"
"""Held for as long as somebody works in the folder; the system lets go of it for who is gone."""


@contextmanager
def being_made(file: Path, say: Callable[[str], None]) -> Iterator[Path]:
    for left in left_behind(file.parent):
        shutil.rmtree(left, ignore_errors=True)
        say(f"Cleared away what a backup that did not end had left: {left.name}")
    with (
        tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder,
        (Path(folder) / HELD).open("w") as held,
    ):
        fcntl.flock(held, fcntl.LOCK_EX)
        yield Path(folder)


def left_behind(folder: Path) -> list[Path]:
    return [held.parent for held in sorted(folder.glob(f".*/{HELD}")) if not _is_held(held)]


def _is_held(lock: Path) -> bool:
    try:
        with lock.open() as same:
            fcntl.flock(same, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    return False
