"""What the same hours of the week brought each cell, in one statement that reads one index."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text

from ...catalog.loading import catalogue
from ...platform.db import Session, engine
from ..cells import EVERYWHERE, Cell, only_place_of, places_of
from ..expecting import HOURS, History, hour_of_week
from ..sensitivity import Sensitivity
from .silences import Silence, silences

GUARD = timedelta(days=1)
"""The last day does not count as the past: a spike that grows slowly must not become its own expectation."""
_HOUR = timedelta(hours=1)
BROUGHT = text("""
WITH arrived AS (
  SELECT c.family, coalesce(p.place, :else_place) AS place, date_trunc('hour', c.opened_at, 'UTC') AS hour, c.customer_id
  FROM support_case c LEFT JOIN unnest(CAST(:regions AS text[]), CAST(:places AS text[])) p(region, place) ON p.region = c.region
  WHERE c.boundary = :boundary AND c.family = ANY(:families) AND c.opened_at >= :start AND c.opened_at < :until),
hours AS (
  SELECT family, place, grouping(place) AS is_all, hour, count(DISTINCT customer_id) AS customers
  FROM arrived GROUP BY GROUPING SETS ((family, place, hour), (family, hour)))
SELECT family, CASE is_all WHEN 1 THEN '' ELSE place END AS place, is_all = 1 AS is_all,
  CAST((extract(epoch FROM hour) / 3600 - 96) % 168 AS integer) AS hour_of_week, CAST(sum(customers) AS integer) AS customers
FROM hours h WHERE NOT EXISTS (
  SELECT 1 FROM unnest(CAST(:hit_families AS text[]), CAST(:hit_places AS text[]), CAST(:froms AS timestamptz[]), CAST(:untils AS timestamptz[]))
    AS hit(family, place, since, until)
  WHERE hit.family = h.family AND (h.is_all = 1 OR hit.place = h.place) AND h.hour >= hit.since AND h.hour < hit.until)
GROUP BY 1, 2, 3, 4
""")
"""An hour that lies in an incident is left out. The epoch began on a Thursday, 96 hours before the first Monday."""


@dataclass(frozen=True)
class Past:
    """Of one boundary: what its cells brought between two full hours."""

    start: datetime
    until: datetime
    brought: Mapping[Cell, Mapping[int, int]]
    seasons: Mapping[str, Mapping[int, float]]
    silenced: Sequence[Silence]

    @property
    def days(self) -> float:
        return (self.until - self.start) / timedelta(days=1)

    def history(self, cell: Cell) -> History:
        return History(self.brought.get(cell, {}), self._hours(cell), self.seasons.get(cell.place, {}))

    def _hours(self, cell: Cell) -> dict[int, int]:
        """How many hours of each kind there were, less those in incidents."""
        whole, more = divmod(int((self.until - self.start) / _HOUR), HOURS)
        first = hour_of_week(self.start)
        hours = {(first + step) % HOURS: whole + (step < more) for step in range(HOURS)}
        lost = Counter(
            hour_of_week(hour)
            for hour in {hour for silence in self.silenced for hour in silence.hours_in(cell, self.start, self.until)}
        )
        return {hour: max(0, count - lost[hour]) for hour, count in hours.items()}


_kept: WeakKeyDictionary[Engine, dict[str, Past]] = WeakKeyDictionary()
"""The past of each boundary, which stays as it is for an hour, or until an incident of that time is declared or changed."""


async def past_of(db: Session, boundary: str, at: datetime, rules: Sensitivity) -> Past | None:
    """None while the boundary's records are too young to know what is usual."""
    until = (at - GUARD).replace(minute=0, second=0, microsecond=0)
    start = until - timedelta(weeks=rules.weeks)
    first = await _first_case(db, boundary)
    if first is None or at - first < timedelta(days=rules.learn_days):
        return None
    start = min(max(start, first.astimezone(UTC).replace(minute=0, second=0, microsecond=0)), until)
    silenced = await silences(db, boundary, start, until)
    mine = _kept.setdefault(engine().sync_engine, {})
    known = mine.get(boundary)
    if known is None or (known.start, known.until, known.silenced) != (start, until, silenced):
        brought = await _brought(db, boundary, start, until, silenced)
        known = mine[boundary] = Past(start, until, brought, _seasons(brought), silenced)
    return known


async def _first_case(db: Session, boundary: str) -> datetime | None:
    """By the index, family for family."""
    query = text("""SELECT min(first.opened_at) FROM unnest(CAST(:families AS text[])) f, LATERAL
        (SELECT min(opened_at) AS opened_at FROM support_case WHERE boundary = :boundary AND family = f) first""")
    found: datetime | None = (
        await db.execute(query, {"boundary": boundary, "families": list(catalogue().families)})
    ).scalar_one()
    return found


async def _brought(
    db: Session, boundary: str, start: datetime, until: datetime, silenced: Iterable[Silence]
) -> dict[Cell, dict[int, int]]:
    only, places = only_place_of(boundary), places_of(boundary)
    hit = [(family, place, one) for one in silenced for family in one.families for place in one.places]
    asked: dict[str, Any] = {
        "boundary": boundary, "families": list(catalogue().families), "start": start, "until": until, "else_place": only,
        "regions": list(places), "places": list(places.values()), "hit_families": [family for family, _, _ in hit],
        "hit_places": [place for _, place, _ in hit], "froms": [one.since for *_, one in hit], "untils": [one.until for *_, one in hit],
    }  # fmt: skip
    found: dict[Cell, dict[int, int]] = defaultdict(dict)
    for row in await db.execute(BROUGHT, asked):
        if row.is_all or row.place != EVERYWHERE:
            found[Cell(boundary, row.family, row.place)][row.hour_of_week] = row.customers
    return dict(found)


def _seasons(brought: Mapping[Cell, Mapping[int, int]]) -> dict[str, dict[int, float]]:
    """How busy each hour of the week is in each part of the world, all families together; 1 is an average hour."""
    sums: dict[str, Counter[int]] = defaultdict(Counter)
    for cell, hours in brought.items():
        sums[cell.place].update(hours)
    return {
        place: {hour: hours[hour] * HOURS / hours.total() for hour in range(HOURS)} for place, hours in sums.items()
    }
