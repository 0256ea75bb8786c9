"""Rounds of work, loss and return."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.killing.checks import everything_holds, settle
from tests.faults.killing.load import Ledger, Writers
from tests.faults.killing.stage import Stage, stage
from tests.faults.killing.watching import hears_again, left_open

LOSSES = (
    ("web",),
    ("worker",),
    ("database",),
    ("engine",),
    ("web", "worker", "database", "engine"),
    ("worker", "database"),
    ("web", "database"),
)


@dataclass(frozen=True)
class Outcome:
    rounds: int
    acknowledged: int
    answers: dict[str, int]
    mails: int
    repeats: int
    items: int
    settled: float
    indexed: float
    wrong: list[str]


async def run_rounds(
    home: Path, rounds: int, *, seconds: float = 2.0, say: Callable[[str], None] = lambda _: None
) -> Outcome:
    """`seconds` of work before and after each loss. Each kind of loss comes in turn, at a moment nobody chose."""
    async with stage(home) as there:
        ledger = Ledger()
        writers = Writers(there.url, there.told, ledger)
        at_work = asyncio.create_task(writers.run())
        try:
            ref = await writers.first_case()
            async with left_open(there, ref) as page:
                for number in range(rounds):
                    await _round(there, LOSSES[number % len(LOSSES)], seconds, number)
                    lost = " and ".join(LOSSES[number % len(LOSSES)])
                    say(f"round {number + 1}: lost {lost}, {len(ledger)} writes acknowledged")
                await hears_again(there, page, ref)
        finally:
            writers.stop.set()
            await at_work
        settled = await settle(there)
        wrong, indexed = await everything_holds(there, ledger)
        sent = there.mail.received
        keys = {message["Message-ID"] for message in sent}
        return Outcome(
            rounds, len(ledger), dict(ledger.answers), len(keys), len(sent) - len(keys), len(there.tracker.items), settled, indexed, wrong
        )  # fmt: skip


async def _round(there: Stage, losses: tuple[str, ...], seconds: float, seed: int) -> None:
    await asyncio.sleep(seconds * random.Random(seed).uniform(0.5, 1.0))
    await there.kill(*losses)
    await asyncio.sleep(0.3)
    await there.rise()
    await asyncio.sleep(seconds / 2)
