"""The files under routing_rules/, taken over again when they change: everything that rests on them at once, or nothing of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

import structlog

from ..platform.time import now
from ..platform.watching import Watch
from .models import Catalogue

log = structlog.get_logger()
Taking = Callable[[Path, Catalogue], Callable[[], None]]
"""Reads what else rests on the new catalogue, complaining where it does not; what it gives back puts that in force."""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why the files as they are now are not in force, and since when."""

    complaint: str
    since: datetime

    def __str__(self) -> str:
        since = f"{self.since:%Y-%m-%d %H:%M} UTC"
        return f"{self.complaint} (Refused since {since}; the last good files stay in force.)"


class RuleFolder:
    def __init__(
        self, directory: Path, load: Callable[[Path], Catalogue], every: float = 1.0, settle: float = 0.25
    ) -> None:
        self.directory = directory
        self.refusal: Refusal | None = None
        self._load, self._lock = load, Lock()
        self._takings: list[Taking] = []
        self._catalogue: Catalogue | None = None
        self._watch = Watch(self._files, every, settle)

    def also(self, taking: Taking) -> None:
        self._takings.append(taking)

    def catalogue(self) -> Catalogue:
        """As last taken over. The first time there is nothing to fall back on, so that a complaint is raised."""
        self.look()
        if self._catalogue is None:
            self._catalogue = self._load(self.directory)
        return self._catalogue

    def look(self) -> None:
        """Takes over what changed. Costs next to nothing when it was asked a moment ago."""
        if self._watch.changed() and self._lock.acquire(blocking=False):
            try:
                self._take_over()
            finally:
                self._lock.release()

    def _take_over(self) -> None:
        try:
            loaded = self._load(self.directory)
            put_in_force = [taking(self.directory, loaded) for taking in self._takings]
        except Exception as wrong:  # whatever it is, cases go on being routed by what is in force
            self._refuse(str(wrong))
            return
        for put in put_in_force:
            put()
        self._catalogue, self.refusal = loaded, None
        log.info("rule files taken over", folder=str(self.directory))

    def _refuse(self, complaint: str) -> None:
        since = self.refusal.since if self.refusal else now()
        self.refusal = Refusal(complaint=complaint, since=since)
        log.error("rule files refused, the last good ones stay", complaint=complaint)

    def _files(self) -> Iterator[Path]:
        for folder in (self.directory, self.directory / "products", self.directory / "rules"):
            yield from folder.glob("*.toml")
