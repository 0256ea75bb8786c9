"""Live pages hear of what concerns them, within the clearances of that moment, and of nothing else."""

import asyncio
import json

import asyncpg

from escalations.platform.live import LiveHub, changes
from escalations.platform.time import now
from tests.builders import a_case
from tests.cast import Cast
from tests.support import urls


def everything(_boundary: str) -> bool:
    return True


def message(boundary: str | None, *topics: str) -> str:
    return json.dumps({"b": boundary, "t": topics})


async def first(hub: LiveHub, topics: set[str], sees=everything, since: float | None = None) -> bool | None:  # type: ignore[no-untyped-def]
    """True when a change arrives within a moment, False for a heartbeat."""
    async for changed in changes(
        hub, frozenset(topics), sees, since if since is not None else now().timestamp(), gather=0, beat=0.15
    ):
        return bool(changed)
    return None


def listening_hub() -> LiveHub:
    hub = LiveHub()
    hub._listening_since = now().timestamp() - 60
    return hub


async def test_a_topic_rings_and_another_does_not() -> None:
    hub = listening_hub()
    waiting = asyncio.create_task(first(hub, {"case/1"}))
    await asyncio.sleep(0.02)
    hub.ring(message("public", "case/1", "case"))
    assert await waiting is True
    assert await first(listening_hub(), {"case/2"}) is False


async def test_an_uncleared_reader_hears_nothing_of_a_boundary() -> None:
    hub = listening_hub()
    waiting = asyncio.create_task(first(hub, {"case"}, sees=lambda boundary: boundary == "public"))
    await asyncio.sleep(0.02)
    hub.ring(message("germany", "case/1", "case"))
    assert await waiting is False


async def test_a_clearance_that_ends_while_the_page_is_open_ends_its_news() -> None:
    hub, cleared = listening_hub(), {"germany"}
    waiting = asyncio.create_task(first(hub, {"case"}, sees=lambda boundary: boundary in cleared))
    await asyncio.sleep(0.02)
    cleared.clear()
    hub.ring(message("germany", "case"))
    assert await waiting is False


async def test_what_happened_between_rendering_and_connecting_is_not_missed() -> None:
    hub = listening_hub()
    rendered = now().timestamp()
    hub.ring(message("public", "case/1"))
    assert await first(hub, {"case/1"}, since=rendered) is True
    assert await first(hub, {"case/2"}, since=rendered) is False


async def test_a_hub_that_was_deaf_says_that_something_may_have_changed() -> None:
    assert await first(LiveHub(), {"case/1"}) is True


async def test_a_commit_rings_and_a_lost_listener_comes_back(cast: Cast, admin: asyncpg.Connection) -> None:
    hub, stop = LiveHub(), asyncio.Event()
    listening = asyncio.create_task(hub.run(urls.app, stop))
    try:
        await asyncio.sleep(0.4)
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'escalations_app' AND query ILIKE 'LISTEN%'"
        )
        await asyncio.sleep(1.0)
        waiting = asyncio.create_task(first_within(hub, {"case"}, 5))
        await asyncio.sleep(0.05)
        await a_case(cast.ada)
        assert await waiting
    finally:
        stop.set()
        await asyncio.wait_for(listening, 5)


async def first_within(hub: LiveHub, topics: set[str], seconds: float) -> bool:
    stream = changes(hub, frozenset(topics), everything, now().timestamp(), gather=0, beat=seconds)
    return await asyncio.wait_for(anext(stream), seconds + 1)
