"""Eight people at once: as people work, reading a second or so what they opened before they open the next page; and without a pause,
which tells how much the server can carry and nothing of how long anybody waits."""

import asyncio
import time
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from statistics import median, quantiles

from bench.wire import Wire

PEOPLE, READING, SEED = 8, 1.0, 7
"""How many, the mean of the seconds for which each reads, and the seed of both choices."""
BESIDE_A_CASE = ("dialogs", "time/bar", "incidents", "known-issues", "escalations", "cover")
"""What the browser asks for by itself once it shows a case."""


@dataclass(frozen=True)
class Stop:
    """One thing that people do: a page to open or, with a form, a verb to send."""

    name: str
    path: str
    form: dict[str, str] | None = None


@dataclass
class Crowd:
    """Seconds that each page or verb took, and each part that a case page asked for afterwards."""

    pages: list[float] = field(default_factory=list)
    parts: list[float] = field(default_factory=list)
    by_page: dict[str, list[float]] = field(default_factory=dict)
    lasted: float = 0

    @property
    def a_second(self) -> float:
        return (len(self.pages) + len(self.parts)) / self.lasted


def p50_p95(took: list[float]) -> tuple[float, float]:
    """In milliseconds."""
    return median(took) * 1000, (quantiles(took, n=20)[-1] if len(took) > 1 else took[0]) * 1000


async def crowd(
    port: int, cookies: dict[str, str], mixes: list[list[Stop]], seconds: float, *, thinking: bool
) -> Crowd:
    """`mixes` holds for everybody what they do, each as often as they do it. What is asked in the first second does not count."""
    found, chance = Crowd(), Random(SEED)
    warming = (_someone(port, cookies, mix, 1, thinking, Random(n), Crowd()) for n, mix in enumerate(mixes))
    await asyncio.gather(*warming)
    began = time.perf_counter()
    await asyncio.gather(
        *(_someone(port, cookies, mix, seconds, thinking, Random(chance.random()), found) for mix in mixes)
    )
    found.lasted = time.perf_counter() - began
    return found


async def _someone(
    port: int, cookies: dict[str, str], mix: list[Stop], seconds: float, thinking: bool, chance: Random, found: Crowd
) -> None:  # fmt: skip
    until, order = time.perf_counter() + seconds, chance.sample(mix, len(mix))
    async with Wire(port, cookies) as wire:
        if thinking:
            await asyncio.sleep(chance.random() * READING)
        for stop in cycle(order):
            took = await _asked(wire, stop)
            found.pages.append(took)
            found.by_page.setdefault(stop.name, []).append(took)
            if stop.name == "a case":
                found.parts.extend([await _asked(wire, Stop(part, f"{stop.path}/{part}")) for part in BESIDE_A_CASE])
            if time.perf_counter() > until:
                return
            if thinking:
                await asyncio.sleep(chance.expovariate(1 / READING))


async def _asked(wire: Wire, stop: Stop) -> float:
    began, form = time.perf_counter(), stop.form
    answer = await (
        wire.get(stop.path) if form is None else wire.post(stop.path, form | {"_csrf_token": wire.cookies["csrftoken"]})
    )
    if answer.status != 200 and not (stop.name in BESIDE_A_CASE and answer.status in (204, 404)):
        raise RuntimeError(f"{stop.path} answered {answer.status}: {answer.body[:300]!r}")
    return time.perf_counter() - began
