"""The finite facts of a case. Those that depend on each other share an axis: a product belongs to its family, a region and a cloud
to a boundary. What no rule names is one value more."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from ...catalog.models import Catalogue
from ..conditions import Condition
from ..facts import CaseFacts
from ..spans import WEEK, span_of

Point = Mapping[str, Any]
MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
ANOTHER = "another"


class Axis(NamedTuple):
    """A case has the facts of one of the points."""

    facts: tuple[str, ...]
    points: tuple[Point, ...]


def axes_for(conditions: Iterable[Condition], catalogue: Catalogue) -> tuple[Axis, ...]:
    wanted: dict[str, set[str]] = {}
    for condition in conditions:
        wanted.setdefault(condition.fact, set()).update(condition.wanted)
    hours = {0, *(int(hours) for hours in wanted.get("hours_running", ()))}
    return (
        Axis(("family", "product", "family_sure"), tuple(_technologies(catalogue))),
        Axis(("boundary", "cloud", "region"), tuple(_places(catalogue))),
        _values("severity", "ABC"),
        _values("plan", (None, *catalogue.plans)),
        _values("cover", (False, True)),
        _values("language", (ANOTHER, *sorted(wanted.get("language", ())))),
        _values("hours_running", sorted(hours)),
        _values("time", _changes(wanted.get("time", ()))),
    )


def facts_at(points: Iterable[Point], text: str = "", error_codes: tuple[str, ...] = ()) -> CaseFacts:
    """A case at these points; of the axes that are left out it is like most cases."""
    known: dict[str, Any] = {"severity": "B", "boundary": "public", "hours_running": 0, "time": 0}
    for point in points:
        known.update(point)
    opened_at = MONDAY + timedelta(minutes=known.pop("time"))
    started_at = opened_at - timedelta(hours=known.pop("hours_running"))
    return CaseFacts(opened_at=opened_at, problem_started_at=started_at, text=text, error_codes=error_codes, **known)


def _values(fact: str, values: Iterable[object]) -> Axis:
    return Axis((fact,), tuple({fact: value} for value in values))


def _technologies(catalogue: Catalogue) -> Iterator[Point]:
    """Nobody can be sure of a technology that is not known."""
    yield {"family": None, "product": None, "family_sure": False}
    for family in catalogue.families:
        for product in (None, *(product.key for product in catalogue.products_of(family))):
            for sure in (False, True):
                yield {"family": family, "product": product, "family_sure": sure}


def _places(catalogue: Catalogue) -> Iterator[Point]:
    for boundary in catalogue.boundaries.values():
        regions = (region.key for region in catalogue.regions.values() if region.boundary == boundary.key)
        for region in (None, *regions):
            yield {"boundary": boundary.key, "cloud": boundary.cloud, "region": region}


def _changes(spans: Iterable[str]) -> list[int]:
    """The minutes of a week at which a span begins or ends; between two of them all is the same."""
    ends = {minute for written in spans for begin_and_end in span_of(written).ranges for minute in begin_and_end}
    return sorted(({0} | ends) - {WEEK})
