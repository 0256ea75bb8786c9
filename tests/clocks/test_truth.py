"""A due time can be recomputed from its ledger alone, whatever was done to the clock."""

import random
from datetime import timedelta

import pytest

from escalations.cases.models import Case
from escalations.clocks.actions import (
    cancel_clock,
    pause_clock,
    reschedule_clock,
    resume_clock,
    retarget_clock,
    satisfy_clock,
    start_clock,
)
from escalations.clocks.policies import Target
from escalations.clocks.queries import clocks_of_case
from escalations.clocks.sweeps import sweep_changed_hours, sweep_clocks
from escalations.platform.errors import Refused
from tests.cast import Cast
from tests.support import as_person, as_system

from .moments import MONDAY
from .truth import recompute_every_clock

TARGETS = [Target(minutes, key, "1") for minutes in (15, 60, 240, 2700) for key in ("always", "berlin", "new_york")]


@pytest.mark.parametrize("seed", range(3))
async def test_every_clock_is_what_its_ledger_says(cast: Cast, case: Case, seed: int) -> None:
    choose, at = random.Random(seed), MONDAY - timedelta(days=420)
    kept = {clock.id for clock in await _clocks(cast, case)}
    for _ in range(40):
        at += timedelta(minutes=choose.randint(1, 600))
        async with as_system() as db:
            await sweep_clocks(db, at)
            await sweep_changed_hours(db, at)
        async with as_person(cast.ada) as db:
            await _do_something(db, choose, case, kept, at, cast)
            assert await recompute_every_clock(db) >= 2


async def _clocks(cast: Cast, case: Case):
    async with as_person(cast.ada) as db:
        return await clocks_of_case(db, case.id)


async def _do_something(db, choose: random.Random, case: Case, kept: set[int], at, cast: Cast) -> None:
    """The clocks that came with the cases stay, so that no case becomes a dead end."""
    kind = choose.choice(["next_update", "resolution", "answer"])
    await start_clock(db, case.id, "public", kind, choose.choice(TARGETS), at=at, by=cast.ada)
    clock = choose.choice([clock for clock in await clocks_of_case(db, case.id) if clock.id not in kept])
    verbs = [
        lambda: pause_clock(db, clock, choose.choice(["customer", "third_party", "support"]), by=cast.ada, at=at),
        lambda: resume_clock(db, clock, by=cast.ada, at=at),
        lambda: retarget_clock(db, clock, choose.choice(TARGETS), "another severity", by=cast.ada, at=at),
        lambda: reschedule_clock(
            db, clock, at + timedelta(minutes=choose.randint(-60, 900)), why="agreed", by=cast.ada, at=at
        ),
        lambda: satisfy_clock(db, clock, by=cast.ada, at=at),
        lambda: cancel_clock(db, clock, "withdrawn", by=cast.ada, at=at),
    ]
    try:
        await choose.choice(verbs)()
    except Refused:
        return
