"""What is frozen with an alarm: enough to see why it was raised without asking the rules or the cases again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import sqrt
from typing import Any

from .expecting import Expectation, History
from .judging import Reading
from .queries.arrivals import Arrival, customers_since
from .sensitivity import Sensitivity

STEP = 30
STEPS = 24
COURSE = timedelta(minutes=STEP * STEPS)


def gathered(
    arrived: Sequence[Arrival], history: History, reading: Reading, at: datetime, rules: Sensitivity
) -> dict[str, Any]:
    """The cases of the window, every window's count, and the last half-hours against what is usual."""
    since = at - timedelta(minutes=reading.minutes)
    return {
        "cases": [one.case_id for one in arrived if one.at > since],
        "first_at": min(one.at for one in arrived if one.at > since).isoformat(),
        "counts": {
            str(window.minutes): customers_since(arrived, at - timedelta(minutes=window.minutes))
            for window in rules.window
        },
        "hours_seen": sum(history.hours.values()),
        "shape": round(reading.shape, 3),
        "course": _course(arrived, history, at, rules),
    }


def _course(arrived: Sequence[Arrival], history: History, at: datetime, rules: Sensitivity) -> list[list[float]]:
    """The oldest half-hour first: customers, how many are usual, and the most that still is."""
    course = []
    for step in reversed(range(STEPS)):
        until = at - timedelta(minutes=STEP * step)
        start = until - timedelta(minutes=STEP)
        customers = len({one.customer_id for one in arrived if start < one.at <= until})
        usual = history.expect(until, STEP, rules.believing)
        course.append([customers, round(usual.mean, 2), round(most_usual(usual), 2)])
    return course


def most_usual(usual: Expectation) -> float:
    """Two standard deviations above what is usual."""
    return usual.mean + 2 * sqrt(usual.mean + usual.mean**2 / usual.shape)
