"""The last day of every family against what is usual, hour by hour, with the spikes that were seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .cells import Cell, only_place_of
from .drawing import Drawing, course_drawn
from .evidence import most_usual
from .models import SpikeAlarm
from .queries.arrivals import Arrival
from .queries.past import Past
from .sensitivity import Sensitivity

HOURS = 24
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class SpikeMark:
    """`x` is per cent of the drawing."""

    alarm: SpikeAlarm
    x: float


@dataclass(frozen=True)
class Coming:
    """`usual` is what the whole day was expected to bring; None while the records are too young to know."""

    family: str
    drawing: Drawing
    came: int
    usual: float | None
    marks: tuple[SpikeMark, ...]


def comings(
    boundary: str, families: Sequence[str], arrived: Mapping[Cell, Sequence[Arrival]], past: Past | None,
    alarms: Sequence[SpikeAlarm], at: datetime, rules: Sensitivity,
) -> list[Coming]:  # fmt: skip
    """Families in which something came or a spike was seen, those that are furthest above the usual first."""
    place = only_place_of(boundary)
    found = [
        _coming(Cell(boundary, family, place), arrived.get(Cell(boundary, family, place), ()), past, [one for one in alarms if one.family == family], at, rules)
        for family in families
    ]  # fmt: skip
    told = [one for one in found if one.came or one.marks]
    return sorted(told, key=lambda one: (not one.marks, (one.usual or 0) - one.came))


def _coming(
    cell: Cell, came: Sequence[Arrival], past: Past | None, alarms: Sequence[SpikeAlarm], at: datetime, rules: Sensitivity
) -> Coming:  # fmt: skip
    history = past.history(cell) if past else None
    course = []
    for step in reversed(range(HOURS)):
        until = at - _HOUR * step
        customers = len({one.customer_id for one in came if until - _HOUR < one.at <= until})
        usual = history.expect(until, 60, rules.believing) if history else None
        course.append((customers, usual.mean if usual else 0.0, most_usual(usual) if usual else float(customers)))
    begun = at - _HOUR * HOURS
    marks = tuple(SpikeMark(one, round(100 * ((one.opened_at - begun) / (at - begun)), 2)) for one in alarms)
    expected = sum(mean for _, mean, _ in course) if history else None
    return Coming(
        cell.family, course_drawn(course, at, 60), sum(customers for customers, _, _ in course), expected, marks
    )
