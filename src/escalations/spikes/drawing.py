"""The last half-hours of a spike as shapes: bars of customers before the band of what is usual. Units are per cent of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .evidence import STEP
from .models import SpikeAlarm

GAP = 0.12


@dataclass(frozen=True)
class Bar:
    """`until` is when the half-hour ended; one above the band stands out."""

    until: datetime
    customers: int
    usual: float
    most: float
    x: float
    width: float
    height: float

    @property
    def y(self) -> float:
        return round(100 - self.height, 2)

    @property
    def stands_out(self) -> bool:
        return self.customers > self.most


@dataclass(frozen=True)
class Drawing:
    bars: tuple[Bar, ...]
    top: int
    band: str
    usual: str
    minutes: int = STEP

    @property
    def label(self) -> str:
        counts = ", ".join(str(bar.customers) for bar in self.bars)
        return f"Customers each {'hour' if self.minutes == 60 else 'half-hour'}, the oldest first: {counts}"


def drawn(alarm: SpikeAlarm) -> Drawing:
    return course_drawn(alarm.evidence["course"], alarm.alarm_at or alarm.opened_at, STEP)


def course_drawn(course: Sequence[Sequence[float]], until: datetime, minutes: int) -> Drawing:
    """Of each of so many minutes, the oldest first: customers, how many are usual, and the most that still is."""
    top = max(1, *(max(int(customers), int(most) + 1) for customers, _, most in course))
    wide = 100 / len(course)
    bars = tuple(
        Bar(
            until - timedelta(minutes=minutes * (len(course) - 1 - number)), int(customers), usual, most,
            round(number * wide + GAP * wide, 2), round(wide * (1 - 2 * GAP), 2), round(100 * customers / top, 2),
        )
        for number, (customers, usual, most) in enumerate(course)
    )  # fmt: skip
    band = _steps([(number, one[2]) for number, one in enumerate(course)], top, wide, closed=True)
    return Drawing(bars, top, band, _steps([(number, one[1]) for number, one in enumerate(course)], top, wide), minutes)


def _steps(levels: list[tuple[int, float]], top: int, wide: float, *, closed: bool = False) -> str:
    """A line of stairs, each as wide as its half-hour; closed, the area below it."""
    corners = [
        corner
        for number, level in levels
        for corner in ((number * wide, 100 - 100 * level / top), ((number + 1) * wide, 100 - 100 * level / top))
    ]
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in [*corners, *([(100, 100), (0, 100)] if closed else [])])
