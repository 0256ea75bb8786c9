"""How many distinct customers an hour of the week brings a cell, learned from the weeks before and drawn to what is usual."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

HOURS = 168
QUIETEST = 0.1
"""No hour is held to be quieter than a tenth of an average one, however seldom anybody came in it."""
_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)


def hour_of_week(moment: datetime) -> int:
    """0 is Monday 00:00 UTC. Hours are UTC, so that a change of summer time is a step the neighbours soften."""
    return int((moment - _MONDAY) // timedelta(hours=1)) % HOURS


@dataclass(frozen=True)
class Expectation:
    """A count's predictive law: its mean, and the shape of the Gamma that mixes it (small is unruly)."""

    mean: float
    shape: float


@dataclass(frozen=True)
class Believing:
    """How firmly the past is believed: `prior` hours' worth of the usual are mixed into what the same hours brought;
    `dispersion` is the shape that would stay if the rate were known for certain."""

    prior: float
    dispersion: float


@dataclass(frozen=True)
class History:
    """What a cell's last weeks brought. By hour of the week: `customers` in all those hours together, `hours` how many there
    were outside of incidents, `season` how busy such an hour is in this part of the world (1 is an average hour)."""

    customers: Mapping[int, float]
    hours: Mapping[int, int]
    season: Mapping[int, float]
    _known: dict[tuple[int, Believing], tuple[float, float]] = field(default_factory=dict, compare=False, repr=False)

    def expect(self, until: datetime, minutes: int, believing: Believing) -> Expectation:
        """For the `minutes` up to `until`."""
        parts = [(share, *self._posterior(hour, believing)) for hour, share in _hours_in(until, minutes)]
        mean = sum(share * a / b for share, a, b in parts)
        evidence = sum(share * a / b for share, a, b in parts) / sum(share for share, _, _ in parts)
        least = min(b for _, _, b in parts)
        return Expectation(mean, 1 / (1 / believing.dispersion + 1 / (evidence * least)))

    def _posterior(self, hour: int, believing: Believing) -> tuple[float, float]:
        """The Gamma of the rate an hour: shape and rate, from the same hour of the week and its two neighbours."""
        found = self._known.get((hour, believing))
        if found is None:
            near = [(hour + step) % HOURS for step in (-1, 0, 1)]
            usual = self._usual * max(self.season.get(hour, 1.0), QUIETEST)
            seen = sum(self.customers.get(one, 0) for one in near)
            found = (
                believing.prior * usual + seen,
                believing.prior + sum(self.hours.get(one, 0) for one in near),
            )
            self._known[hour, believing] = found
        return found

    @property
    def _usual(self) -> float:
        """An hour on average. One customer more and a day longer than was seen, so that nothing is ever impossible."""
        return (sum(self.customers.values()) + 1) / (sum(self.hours.values()) + 24)


def _hours_in(until: datetime, minutes: int) -> Iterator[tuple[int, float]]:
    """The hours of the week that the minutes touch, and how much of each."""
    at, start = until, until - timedelta(minutes=minutes)
    while at > start:
        began = max(start, (at - timedelta(microseconds=1)).replace(minute=0, second=0, microsecond=0))
        yield hour_of_week(began), (at - began) / timedelta(hours=1)
        at = began
