"""Whether what a cell brings is a spike. Pure: counts of distinct customers, what was to be expected, and the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .expecting import History
from .sensitivity import Sensitivity, Window
from .tails import chance_of_at_least

LEVELS = ("calm", "watch", "alarm")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A window's count held against its expectation. `chance` is how often so many or more would come by themselves."""

    minutes: int
    customers: int
    expected: float
    shape: float
    chance: float
    level: str

    @property
    def rank(self) -> int:
        return LEVELS.index(self.level)


def judge(counts: Mapping[int, int], history: History, until: datetime, rules: Sensitivity) -> Reading | None:
    """The gravest window, by `counts` of distinct customers in each window's minutes up to `until`. None when all is calm."""
    readings = [
        _read(counts[window.minutes], window, history, until, rules)
        for window in rules.window
        if counts.get(window.minutes, 0) >= rules.customers
    ]
    grave = [reading for reading in readings if reading.level != "calm"]
    return max(grave, key=lambda reading: (reading.rank, -reading.chance), default=None)


def _read(customers: int, window: Window, history: History, until: datetime, rules: Sensitivity) -> Reading:
    expected = history.expect(until, window.minutes, rules.believing)
    chance = chance_of_at_least(customers, expected.mean, expected.shape)
    return Reading(
        minutes=window.minutes, customers=customers, expected=expected.mean, shape=expected.shape, chance=chance,
        level="alarm" if chance <= window.alarm else "watch" if chance <= window.watch else "calm",
    )  # fmt: skip
