"""How often the spike alarm cries wolf, how many bursts it finds and how soon, on arrivals whose truth is known."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from math import ceil
from statistics import median

from numpy.random import Generator, default_rng
from rich.console import Console
from rich.table import Table

from bench.spike_world import MINUTES, Cell, World, moment, simulate
from escalations.spikes.expecting import History
from escalations.spikes.judging import LEVELS, judge
from escalations.spikes.sensitivity import Sensitivity, sensitivity

TUNED_ON, REPORTED_ON = (1, 2, 3), (101, 102, 103)
WEEKS, BURSTS = 16, 500
AT_MOST_FALSE = 2.5


@dataclass(frozen=True)
class Burst:
    """So many customers more in so many minutes; found when the alarm opens within `within` minutes of its beginning."""

    name: str
    customers: int
    minutes: int
    within: int
    target: float


BURSTS_OF = (Burst("+5 in 30 min", 5, 30, 60, 0.65), Burst("+10 in 60 min", 10, 60, 90, 0.95))


@dataclass(frozen=True)
class Found:
    burst: str
    tried: int
    share: float
    median_delay: float
    p90_delay: float
    in_quiet_cells: float
    in_busy_cells: float
    target: float


@dataclass(frozen=True)
class Outcome:
    seeds: tuple[int, ...]
    weeks: int
    cells: int
    cases_a_week: float
    false_a_week: float
    watches_a_week: float
    found: tuple[Found, ...]
    seconds: float

    @property
    def is_good(self) -> bool:
        return self.false_a_week <= AT_MOST_FALSE and all(one.share >= one.target for one in self.found)


class Detector:
    """The product's own judgement over a world, cell by cell. An alarm stays open until the cell was quiet long enough."""

    def __init__(self, world: World, rules: Sensitivity) -> None:
        self.world, self.rules = world, rules
        self.history = cache(self._history)

    def _history(self, cell: Cell, week: int) -> History:
        return self.world.history(cell, week, self.rules.weeks)

    def levels(self, cell: Cell, told: Sequence[tuple[float, int]]) -> Iterator[tuple[float, int]]:
        """The level at each minute in which somebody came, and at each full hour that follows: in between it hardly rises."""
        longest, at = self.rules.window[-1].minutes, 0
        for tick in _ticks(told):
            while told[at][0] < tick - longest:
                at += 1
            reading = self._judged(cell, told, at, tick)
            yield tick, reading

    def _judged(self, cell: Cell, told: Sequence[tuple[float, int]], start: int, tick: float) -> int:
        last: dict[int, float] = {}
        for minute, customer in told[start:]:
            if minute > tick:
                break
            last[customer] = minute
        if len(last) < self.rules.customers:
            return 0
        counts = {
            window.minutes: sum(minute > tick - window.minutes for minute in last.values())
            for window in self.rules.window
        }
        reading = judge(counts, self.history(cell, int(tick // MINUTES)), moment(tick), self.rules)
        return reading.rank if reading else 0


def _ticks(told: Sequence[tuple[float, int]]) -> list[float]:
    arrived = {float(ceil(minute)) for minute, _ in told}
    return sorted(arrived | {tick // 60 * 60 + 65 for tick in arrived})


Episode = tuple[float, float, Cell]


def episodes(detector: Detector, start: float, end: float) -> dict[str, list[Episode]]:
    """Watches and alarms as the product opens them: a roll-up only while none of its places is open, and the other way round."""
    quiet = detector.rules.quiet_hours * 60
    told = sorted(
        (tick, cell, level)
        for cell, arrivals in detector.world.arrivals.items()
        for tick, level in detector.levels(cell, arrivals.between(start, end))
        if level
    )
    last: dict[tuple[Cell, int], float] = {}
    found: dict[str, list[Episode]] = {level: [] for level in LEVELS[1:]}
    for tick, cell, rank in told:
        for level in range(1, rank + 1):
            near = [cell] if cell[1] else []
            kin = [(cell[0], "")] if cell[1] else [one for one in detector.world.arrivals if one[0] == cell[0]]
            if all(tick - last.get((one, level), -quiet - 1) > quiet for one in [*near, *kin]):
                found[LEVELS[level]].append((tick, tick, cell))
            if all(tick - last.get((one, level), -quiet - 1) > quiet for one in kin if one != cell):
                last[cell, level] = tick
    return found


def detect(detector: Detector, random: Generator, burst: Burst) -> tuple[float, float | None]:
    """The cell's usual customers an hour, and after how many minutes a burst at a random hour was an alarm."""
    places = [cell for cell in detector.world.arrivals if cell[1]]
    while True:
        cell = places[random.integers(len(places))]
        start = random.uniform(detector.rules.weeks * MINUTES + 1440, detector.world.weeks * MINUTES - 1440)
        extra = [(start + random.uniform(0, burst.minutes), 100_000 + number) for number in range(burst.customers)]
        usual = float(detector.world.hourly[cell].mean())
        watched = [cell] if cell[1] == "US Government" else [cell, (cell[0], "")]
        firsts = [_first_alarm(detector, one, extra, start, burst) for one in watched]
        if all(first is None or first >= start for first in firsts):
            found = [first - start for first in firsts if first is not None]
            return usual, min(found, default=None)


def _first_alarm(
    detector: Detector, cell: Cell, extra: list[tuple[float, int]], start: float, burst: Burst
) -> float | None:
    before = start - detector.rules.window[-1].minutes
    told = sorted([*detector.world.arrivals[cell].between(before, start + burst.within), *extra])
    for tick, level in detector.levels(cell, told):
        if start - 60 <= tick <= start + burst.within and level == 2:
            return tick
    return None


def measure(seeds: Sequence[int] = REPORTED_ON, rules: Sensitivity | None = None) -> Outcome:
    rules, began = rules or sensitivity(), time.process_time()
    detectors = [Detector(simulate(seed, rules.weeks + WEEKS), rules) for seed in seeds]
    opened = [episodes(one, rules.weeks * MINUTES, one.world.weeks * MINUTES) for one in detectors]
    weeks = WEEKS * len(seeds)
    return Outcome(
        seeds=tuple(seeds), weeks=weeks, cells=len(detectors[0].world.arrivals),
        cases_a_week=sum(_cases(one.world) for one in detectors) / len(seeds),
        false_a_week=sum(len(one["alarm"]) for one in opened) / weeks,
        watches_a_week=sum(len(one["watch"]) for one in opened) / weeks,
        found=tuple(_tried(detectors, burst) for burst in BURSTS_OF), seconds=time.process_time() - began,
    )  # fmt: skip


def _cases(world: World) -> float:
    return sum(len(arrivals.minutes) for cell, arrivals in world.arrivals.items() if cell[1]) / world.weeks


def _tried(detectors: Sequence[Detector], burst: Burst) -> Found:
    random = default_rng(7)
    tries = [detect(one, random, burst) for one in detectors for _ in range(BURSTS)]
    delays = sorted(delay for _, delay in tries if delay is not None)
    middle = median(usual for usual, _ in tries)
    return Found(
        burst=burst.name, tried=len(tries), share=len(delays) / len(tries), median_delay=median(delays),
        p90_delay=delays[int(len(delays) * 0.9)], target=burst.target,
        in_quiet_cells=_share([delay for usual, delay in tries if usual <= middle]),
        in_busy_cells=_share([delay for usual, delay in tries if usual > middle]),
    )  # fmt: skip


def _share(delays: Sequence[float | None]) -> float:
    return sum(delay is not None for delay in delays) / len(delays)


def tell(outcome: Outcome, console: Console) -> None:
    console.print(
        f"{outcome.cells} cells with their roll-ups, {outcome.cases_a_week:,.0f} cases a week, {outcome.weeks} weeks of seeds "
        f"{', '.join(map(str, outcome.seeds))} (thresholds were chosen on others)"
    )
    console.print(
        f"False alarms a week: {outcome.false_a_week:.2f} (at most {AT_MOST_FALSE}). Watches a week: {outcome.watches_a_week:.1f}."
    )
    table = Table(box=None, pad_edge=False, title="Bursts", title_justify="left")
    for heading in ("Burst", "Tried", "Found", "at least", "Median", "p90", "Quieter half", "Busier half"):
        table.add_column(heading, justify="left" if heading == "Burst" else "right")
    for one in outcome.found:
        shares = (f"{one.in_quiet_cells:.1%}", f"{one.in_busy_cells:.1%}")
        delays = (f"{one.median_delay:.0f} min", f"{one.p90_delay:.0f} min")
        table.add_row(one.burst, str(one.tried), f"{one.share:.1%}", f"{one.target:.0%}", *delays, *shares)
    console.print(table)
    console.print(f"{outcome.seconds:.0f} s of processor time. {'Holds.' if outcome.is_good else 'DOES NOT HOLD.'}")


def main(arguments: Sequence[str]) -> int:
    outcome = measure(TUNED_ON if "--tuning" in arguments else REPORTED_ON)
    if "--json" in arguments:
        print(json.dumps({**asdict(outcome), "is_good": outcome.is_good}, indent=1))
    else:
        tell(outcome, Console(highlight=False, soft_wrap=True))
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
