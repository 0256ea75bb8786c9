"""A year of arrivals that nobody lived: cells with their hours of the week, unruly days, a trend, and customers who write twice.

It does not share the detector's law: days are lognormal, hours are unruly as well, whole regions have bad days together."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.random import Generator, default_rng

from escalations.spikes.expecting import HOURS, History

START = datetime(2026, 1, 5, tzinfo=UTC)
FAMILIES = 10
PLACES = {"Europe": 1, "Asia Pacific": 8, "Americas": -6, "Middle East": 3, "Africa": 2, "US Government": -5}
"""Region groups and how far their day is ahead of UTC; the last one is a boundary of its own, without a roll-up."""
ROLLED_UP = tuple(PLACES)[:-1]
CUSTOMERS = 900
CASES_A_WEEK = 4200
MINUTES = HOURS * 60
TOLD_AGAIN = 0.08
UNRULY_DAY, UNRULY_REGION, UNRULY_HOUR = 0.36, 0.18, 0.15
Cell = tuple[int, str]


@dataclass(frozen=True)
class Arrivals:
    """When cases came, in minutes since `START`, in order, and from whom."""

    minutes: np.ndarray
    customers: np.ndarray

    def between(self, start: float, end: float) -> list[tuple[float, int]]:
        low, high = np.searchsorted(self.minutes, [start, end])
        return list(zip(self.minutes[low:high].tolist(), self.customers[low:high].tolist(), strict=True))


@dataclass(frozen=True)
class World:
    """`hourly` holds the distinct customers of every hour, as the product learns from them."""

    weeks: int
    arrivals: dict[Cell, Arrivals]
    hourly: dict[Cell, np.ndarray]

    def history(self, cell: Cell, week: int, weeks: int) -> History:
        """What the `weeks` before that week brought."""
        past = self.hourly[cell][(week - weeks) * HOURS : week * HOURS].reshape(weeks, HOURS).sum(axis=0)
        return History(
            dict(enumerate(past.tolist())), dict.fromkeys(range(HOURS), weeks), self._season(cell, week, weeks)
        )

    def _season(self, cell: Cell, week: int, weeks: int) -> dict[int, float]:
        rows = [self.hourly[other] for other in self.hourly if other[1] == cell[1]]
        pooled = sum(row[(week - weeks) * HOURS : week * HOURS].reshape(weeks, HOURS).sum(axis=0) for row in rows)
        return dict(enumerate((pooled / pooled.mean()).tolist()))


def simulate(seed: int, weeks: int) -> World:
    random = default_rng(seed)
    regional = {place: _factors(random, weeks * 7, UNRULY_REGION) for place in PLACES}
    weights = {(family, place): random.lognormal(0, 0.7) for family in range(FAMILIES) for place in PLACES}
    total = sum(weights.values())
    arrivals = {
        cell: _arrivals(random, weeks, CASES_A_WEEK * weight / total, cell, regional[cell[1]])
        for cell, weight in weights.items()
    }
    for family in range(FAMILIES):
        arrivals[family, ""] = _merged([arrivals[family, place] for place in ROLLED_UP])
    return World(weeks, arrivals, {cell: _hourly(one, weeks) for cell, one in arrivals.items()})


def _arrivals(random: Generator, weeks: int, a_week: float, cell: Cell, regional: np.ndarray) -> Arrivals:
    days = np.repeat(_factors(random, weeks * 7, UNRULY_DAY) * regional, 24)
    hours = _factors(random, weeks * HOURS, UNRULY_HOUR)
    trend = 1 + random.uniform(-0.2, 0.4) * np.arange(weeks * HOURS) / (52 * HOURS)
    rates = np.tile(_week(cell[1]), weeks) * days * hours * trend * a_week / (1 + TOLD_AGAIN)
    counts = random.poisson(rates)
    minutes = np.repeat(np.arange(weeks * HOURS) * 60.0, counts) + random.uniform(0, 60, counts.sum())
    customers = (CUSTOMERS * random.power(0.6, len(minutes))).astype(int)
    again = random.random(len(minutes)) < TOLD_AGAIN
    minutes = np.concatenate([minutes, minutes[again] + random.exponential(40, again.sum())])
    return _ordered(minutes, np.concatenate([customers, customers[again]]))


def _factors(random: Generator, count: int, spread: float) -> np.ndarray:
    """Around 1, with that coefficient of variation."""
    sigma = np.sqrt(np.log1p(spread**2))
    return random.lognormal(-(sigma**2) / 2, sigma, count)


def _week(place: str) -> np.ndarray:
    """The share of a week's cases by hour: working days there, a lunch, quiet nights and weekends."""
    at = (np.arange(HOURS) + PLACES[place]) % HOURS
    hour, day = at % 24, at // 24
    shape = 0.25 + np.exp(-(((hour - 10.0) / 2.4) ** 2)) + 0.9 * np.exp(-(((hour - 15.0) / 2.6) ** 2))
    shape = shape * np.where(day >= 5, 0.35, 1.0) * np.where(day == 0, 1.15, 1.0)
    return shape / shape.sum()


def _merged(parts: list[Arrivals]) -> Arrivals:
    return _ordered(
        np.concatenate([part.minutes for part in parts]), np.concatenate([part.customers for part in parts])
    )


def _ordered(minutes: np.ndarray, customers: np.ndarray) -> Arrivals:
    order = np.argsort(minutes, kind="stable")
    return Arrivals(minutes[order], customers[order])


def _hourly(arrivals: Arrivals, weeks: int) -> np.ndarray:
    pairs = {
        (int(minute // 60), customer)
        for minute, customer in zip(arrivals.minutes, arrivals.customers.tolist(), strict=True)
    }
    found = Counter(hour for hour, _ in pairs)
    return np.array([found.get(hour, 0) for hour in range(weeks * HOURS)], dtype=float)


def moment(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)
