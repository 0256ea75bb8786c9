"""The scripted day of `bench.day`: after every hour all is well, and at its end nothing is left lying."""

import asyncpg
import pytest

from bench.day.playing import open_stage, play
from bench.day.reporting import report
from bench.day.stage import CASES, ESCALATIONS, HOURS
from bench.day.watching import Watch


async def test_a_day_of_three_shifts_leaves_nothing_lying(
    connected: None, admin: asyncpg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    day, watch = await open_stage(admin), Watch()
    await play(day, watch.after_hour)
    found = await report(day, watch.boards)
    with capsys.disabled():
        print("", *found.told(), sep="\n")
    assert watch.wrong == [] and watch.boards == HOURS + 1
    assert (found.cases, found.escalations) == (CASES, ESCALATIONS)
    assert (found.dead_ends, found.unacknowledged, found.refused) == (0, 0, 0)
    assert found.paged > 0 and found.lines > 100, "a shift did not come, and nobody was paged"
    assert {"disabled", "gone"} <= found.returned.keys(), "nobody's cases were caught when a team was disabled"
    assert found.promises["kept"] > found.promises["late"] > 0
    assert len(found.bounces) >= 4 and found.merges >= 2 and found.linked > 10 and found.engagements > 3
