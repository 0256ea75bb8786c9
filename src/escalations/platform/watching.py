"""Notices that files changed, for a price that can be paid at every call: it looks at most once in a while."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

Look = tuple[tuple[str, int, int, int], ...]


class Watch:
    """Files that were written a moment ago are left alone until they have settled, so that none is read half written."""

    def __init__(self, files: Callable[[], Iterable[Path]], every: float = 1.0, settle: float = 0.25) -> None:
        """`every` and `settle` are seconds."""
        self._files, self._every, self._settle = files, every, settle
        self._seen = self._look()
        self._next = time.monotonic() + every

    def changed(self) -> bool:
        """Whether anything is other than when this was last answered with yes."""
        moment = time.monotonic()
        if moment < self._next:
            return False
        self._next = moment + self._every
        look = self._look()
        if look == self._seen or self._is_fresh(look):
            return False
        self._seen = look
        return True

    def _look(self) -> Look:
        return tuple(entry for path in sorted(self._files()) if (entry := _entry(path)))

    def _is_fresh(self, look: Look) -> bool:
        age = time.time() - max((written for _, written, _, _ in look), default=0) / 1e9
        return 0 <= age < self._settle


def _entry(path: Path) -> tuple[str, int, int, int] | None:
    try:
        stat = os.stat(path)
    except FileNotFoundError:
        return None
    return str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino
