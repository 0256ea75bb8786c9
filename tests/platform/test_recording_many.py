"""Very many events at once are recorded like single ones: rows, reactions, live topics, and the check that nothing goes unrecorded."""

import json

import asyncpg
import pytest

from escalations.clocks.events import ClockBreached
from escalations.clocks.queries import Held
from escalations.platform import events
from escalations.platform.event_batches import record_many
from escalations.platform.events import SYSTEM, EventRow
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.support import as_system, urls

DUE = "2026-11-16T12:00:00+00:00"


def some(number: int) -> list[tuple[ClockBreached, Held]]:
    return [
        (
            ClockBreached(clock_id=n, case_id=n, kind="next_update", holder="support", due_at=DUE),
            Held(n, "public", n, None, "support", "next_update", "always@2000-01-01"),
        )
        for n in range(1, number + 1)
    ]


async def test_rows_are_as_if_recorded_one_by_one(cast: Cast) -> None:
    told = some(3)
    async with as_system() as db:
        await events.record(db, told[0][0], on=told[0][1], by=SYSTEM)
        await record_many(db, told, by=SYSTEM)
    async with as_system() as db:
        second, first = await trail_of(db, "clock/1")
        assert second.model_dump(exclude={"id", "at"}) == first.model_dump(exclude={"id", "at"})
        assert second.id > first.id and second.fact() == told[0][0]
        assert [row.thread for row in await trail_of(db, "case/3")] == ["case/3"]


async def test_reactions_are_queued_for_those_whom_it_concerns(cast: Cast, admin: asyncpg.Connection) -> None:
    async with as_system() as db:
        await record_many(db, some(3), by=SYSTEM)
    payloads = [row[0].decode() for row in await admin.fetch("SELECT payload FROM pgqueuer ORDER BY id")]
    assert len(payloads) == 3
    assert all("cases.reactions.tell_of_our_clocks" in payload for payload in payloads)


async def test_every_live_page_hears_of_it(cast: Cast) -> None:
    """More topics than one notification holds."""
    heard: list[str] = []
    connection = await asyncpg.connect(urls.app)
    await connection.add_listener("live", lambda *told: heard.append(told[-1]))
    async with as_system() as db:
        await record_many(db, some(150), by=SYSTEM)
    await connection.execute("SELECT 1")
    await connection.close()
    assert len(heard) == 4
    topics = {topic for payload in heard for topic in json.loads(payload)["t"]}
    assert {f"case/{n}" for n in range(1, 151)} | {f"clock/{n}" for n in range(1, 151)} | {"case", "clock"} == topics
    assert max(map(len, heard)) < 8000


async def test_another_boundary_is_refused(cast: Cast) -> None:
    with pytest.raises(Exception, match="row-level security"):
        async with as_system("germany") as db:
            await record_many(db, some(1), by=SYSTEM)


async def test_nothing_told_is_nothing_written(cast: Cast) -> None:
    async with as_system() as db:
        await record_many(db, [], by=SYSTEM)
        assert "recorded" not in db.sync_session.info
        assert (await db.get(EventRow, 1)) is None
