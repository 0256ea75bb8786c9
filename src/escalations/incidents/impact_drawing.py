"""The impact of an incident over time as shapes: cases of each hour as bars, customers so far as a line, and its own moments.
Units are per cent of the drawing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

GAP = 0.14


class HourCount(Protocol):
    @property
    def at(self) -> datetime: ...
    @property
    def cases(self) -> int: ...
    @property
    def customers(self) -> int: ...


@dataclass(frozen=True)
class ImpactBar:
    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True)
class ImpactMark:
    x: float
    words: str


@dataclass(frozen=True)
class ImpactDrawing:
    """`top` is the highest number, of cases in an hour or of customers so far: both have the one scale."""

    bars: tuple[ImpactBar, ...]
    line: str
    marks: tuple[ImpactMark, ...]
    top: int
    label: str


def impact_drawn(hours: Sequence[HourCount], moments: Sequence[tuple[datetime | None, str]]) -> ImpactDrawing | None:
    """Moments outside of the hours are left out. None where one hour is all there is."""
    if len(hours) < 2:
        return None
    top = max(max(hour.cases, hour.customers) for hour in hours)
    wide = 100 / len(hours)
    bars = tuple(
        ImpactBar(
            round(wide * (at + GAP), 2), round(100 - 100 * hour.cases / top, 2), round(wide * (1 - 2 * GAP), 2), round(100 * hour.cases / top, 2),
            f"{hour.cases} cases, {hour.customers} customers so far",
        )
        for at, hour in enumerate(hours)
    )  # fmt: skip
    line = " ".join(
        f"{x:.2f},{100 - 100 * hour.customers / top:.2f}"
        for at, hour in enumerate(hours)
        for x in (wide * at, wide * (at + 1))
    )
    cases = sum(hour.cases for hour in hours)
    label = f"Impact hour by hour: {cases} cases of {hours[-1].customers} customers within {len(hours)} hours."
    return ImpactDrawing(bars, line, tuple(_marks(hours, moments)), top, label)


def _marks(hours: Sequence[HourCount], moments: Sequence[tuple[datetime | None, str]]) -> list[ImpactMark]:
    begun, length = hours[0].at, timedelta(hours=len(hours))
    return [
        ImpactMark(round(100 * ((at - begun) / length), 2), words)
        for at, words in moments
        if at is not None and begun <= at <= begun + length
    ]
