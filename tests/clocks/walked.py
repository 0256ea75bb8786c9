"""A clock as somebody would keep it who looks at the wall every minute: no arithmetic, only counting."""

from datetime import datetime

from escalations.clocks.readings import Entry

from . import minute_walk
from .hours import Shelf
from .minute_walk import MINUTE, Wall


class WalkedClock:
    """`zero_at` is when nothing was left; it counts as missed once time has passed beyond it."""

    def __init__(self, started: Entry, shelf: Shelf) -> None:
        self.shelf, self.at = shelf, started.at
        self.target = self.left = started.minutes or 0
        self.calendar, self.used, self.running = started.calendar, 0, True
        self.zero_at: datetime | None = None
        self.breached_at: datetime | None = None

    def live(self, entries: list[Entry], until: datetime) -> None:
        for entry in entries:
            self.wait(entry.at)
            getattr(self, entry.what)(entry)
        self.wait(until)

    def wait(self, until: datetime) -> None:
        wall = Wall(self.shelf.pinned(self.calendar), self.at)
        while self.at < until:
            if self.running and wall.is_open(self.at):
                self.used, self.left = self.used + 1, self.left - 1
            self.at += MINUTE
            if self.running and self.left == 0 and self.zero_at is None:
                self.zero_at = self.at
            if self.running and self.is_missed:
                self.breached_at = self.breached_at or self.zero_at

    @property
    def is_missed(self) -> bool:
        return self.zero_at is not None and self.zero_at < self.at

    def due_with(self, calendar: str, left: int) -> datetime:
        return minute_walk.due(self.shelf.pinned(calendar), self.at, max(left, 0))

    def paused(self, _entry: Entry) -> None:
        self.running, self.zero_at = False, self.zero_at if self.is_missed else None

    satisfied = cancelled = paused

    def resumed(self, _entry: Entry) -> None:
        self.running = True
        self._aim()

    def carried_over(self, entry: Entry) -> None:
        target, calendar = entry.minutes or self.target, entry.calendar or self.calendar
        if (target, calendar) == (self.target, self.calendar):
            return
        left = self.left if entry.minutes is None else self._carried(target)
        missed = left <= 0 and self.is_missed
        self.target, self.left, self.calendar = target, left, calendar
        if not missed:
            self.zero_at = None
            self._aim()

    def retargeted(self, entry: Entry) -> None:
        assert entry.minutes is not None
        if (entry.minutes, entry.calendar) == (self.target, self.calendar):
            return
        promised = self.zero_at if self.is_missed else self.due_with(self.calendar, self.left)
        assert promised is not None
        carried = self._carried(entry.minutes)
        if carried > 0 and self.due_with(entry.calendar, carried) >= promised:
            self._promise(entry, carried)
        elif self.due_with(entry.calendar, entry.minutes) < promised:
            self._promise(entry, entry.minutes)
        self.target = entry.minutes

    def _promise(self, entry: Entry, left: int) -> None:
        self.left, self.calendar, self.zero_at = left, entry.calendar, None
        self._aim()

    def _carried(self, target: int) -> int:
        return min(target - self.used, self.left + target - self.target)

    def _aim(self) -> None:
        if self.running and self.left <= 0 and self.zero_at is None:
            self.zero_at = self.at
