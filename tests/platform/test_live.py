"""Live pages hear of what concerns them, within the clearances of that moment, and of nothing else."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import ExitStack, suppress
from datetime import timedelta

import asyncpg
import pytest

from escalations.app.stream import CHANGED, OPEN, Standing, _messages, standing_of
from escalations.people.actions import SESSION_LIFE, revoke_clearance, revoke_sign_ins, start_session
from escalations.people.models import Person
from escalations.people.queries import clearances_of, sign_ins_of
from escalations.platform import live
from escalations.platform.live import EVERYTHING, LiveHub, changes
from escalations.platform.time import now, time_at
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, urls


def everything(_boundary: str) -> bool:
    return True


def message(boundary: str | None, *topics: str) -> str:
    return json.dumps({"b": boundary, "t": topics})


async def first(hub: LiveHub, topics: set[str], sees=everything, since: float | None = None) -> bool | None:  # type: ignore[no-untyped-def]
    """True when a change arrives within a moment, False for a heartbeat."""
    async for changed in changes(
        hub, frozenset(topics), sees, since if since is not None else now().timestamp(), beat=0.15
    ):
        return bool(changed)
    return None


def listening_hub() -> LiveHub:
    hub = LiveHub(gather=0)
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


async def a_page_of(person: Person, hub: LiveHub, *topics: str) -> AsyncIterator[bytes]:
    """The stream of a page that somebody opens who has just signed in."""
    async with as_person(person) as db:
        await start_session(db, person, address="test", agent="test")
        await db.flush()
        sign_in = (await sign_ins_of(db, person))[0]
        standing = await standing_of(db, person, sign_in.id)

    async def look() -> Standing | None:
        async with as_person(person) as db:
            return await standing_of(db, person, sign_in.id)

    return _messages(hub, frozenset({"case", *topics}), person.subject, standing, look, now().timestamp())


async def heard_on_the_page(person: Person, boundary: str, later: timedelta = timedelta()) -> bytes:
    """What the stream of a page, opened now, says within a moment of a change there; nothing is b""."""
    hub = listening_hub()
    stream = await a_page_of(person, hub)
    assert await anext(stream) == OPEN
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0.02)
    with time_at(now() + later):
        hub.ring(message(boundary, "case"))
    with suppress(TimeoutError):
        return await asyncio.wait_for(waiting, 0.3)
    return b""


async def test_a_page_is_told_within_its_readers_clearances_and_as_long_as_they_last(cast: Cast) -> None:
    for boundary in ("public", "everywhere"):
        assert b"changed" in await heard_on_the_page(cast.ada, boundary)
    assert await heard_on_the_page(cast.ada, "germany") == b""
    assert await heard_on_the_page(cast.ada, "public", timedelta(days=10_000)) == b""


async def test_a_clearance_that_is_taken_back_ends_the_news_of_pages_that_are_open(cast: Cast) -> None:
    hub = listening_hub()
    stream = await a_page_of(cast.dora, hub)
    assert await anext(stream) == OPEN
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    hub.ring(message("germany", "case"))
    assert await waiting == CHANGED
    async with as_person(cast.adam) as db:
        held = (await clearances_of(db, [cast.dora.id]))[cast.dora.id]
        await revoke_clearance(db, next(one for one in held if one.boundary == "germany"), by=cast.adam)
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    hub.ring(message(None, cast.dora.subject))
    assert await waiting == CHANGED
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    hub.ring(message("germany", "case"))
    hub.ring(message("public", "visits/1"))
    done, _ = await asyncio.wait({waiting}, timeout=0.3)
    assert not done
    hub.ring(message("public", "case"))
    assert await waiting == CHANGED


async def test_a_page_hears_nothing_more_once_its_reader_is_signed_out(cast: Cast) -> None:
    hub = listening_hub()
    stream = await a_page_of(cast.ada, hub)
    assert await anext(stream) == OPEN
    async with as_person(cast.ada) as db:
        assert await revoke_sign_ins(db, cast.ada, by=cast.ada)
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    hub.ring(message(None, cast.ada.subject))
    assert await waiting == CHANGED
    with pytest.raises(StopAsyncIteration):
        await anext(stream)


async def test_a_page_hears_nothing_more_once_its_session_is_over(cast: Cast) -> None:
    hub = listening_hub()
    stream = await a_page_of(cast.ada, hub)
    assert await anext(stream) == OPEN
    with time_at(now() + SESSION_LIFE):
        waiting = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        hub.ring(message("public", "case"))
        assert await waiting == CHANGED
        with pytest.raises(StopAsyncIteration):
            await anext(stream)


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
        waiting = asyncio.create_task(first_within(hub, {"case"}, 30))
        await asyncio.sleep(0.05)
        await a_case(cast.ada)
        assert await waiting
    finally:
        stop.set()
        await asyncio.wait_for(listening, 30)


async def first_within(hub: LiveHub, topics: set[str], seconds: float) -> bool:
    stream = changes(hub, frozenset(topics), everything, now().timestamp(), beat=seconds)
    return bool(await asyncio.wait_for(anext(stream), seconds + 1))


async def test_a_burst_is_one_message_and_what_comes_while_it_is_told_is_the_next() -> None:
    hub, heard = LiveHub(gather=0.02), 0
    hub._listening_since = now().timestamp() - 60
    stream = changes(hub, frozenset({"case/1"}), everything, now().timestamp(), beat=0.2)
    for _ in range(2):
        waiting = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        for _ in range(500):
            hub.ring(message("public", "case/1"))
        heard += bool(await waiting)
    assert heard == 2
    assert not await anext(stream)


async def test_a_page_that_closed_is_forgotten() -> None:
    hub = listening_hub()
    with hub.listening(frozenset({"case/1", "case"}), everything):
        hub.ring(message("public", "case/1"))
    assert not hub._listeners and not hub._by_topic and not hub._due


async def test_a_page_hears_which_of_its_topics_changed() -> None:
    hub = listening_hub()
    stream = changes(hub, frozenset({"case/1", "visits/1"}), everything, now().timestamp(), beat=0.2)
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    hub.ring(message("public", "visits/1", "case/2"))
    assert await waiting == {"visits/1"}


async def test_who_may_have_missed_something_asks_again_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "ASK_AGAIN", 1000)
    hub = listening_hub()
    with ExitStack() as pages:
        first, second, third = (pages.enter_context(hub.listening(frozenset({"case/1"}), everything)) for _ in range(3))
        hub.tell_in_turn(first, second, third)
        assert (first.told, second.told, third.told) == ({EVERYTHING}, set(), set())
        hub.ring(message("public", "case/1"))
        assert set(hub._due) == {first}, "the others will ask for everything"
        hub._forget(second)
        assert await third.heard(30) == {EVERYTHING} and not second.told
        hub.ring(message("public", "case/1"))
        assert set(hub._due) == {first, third}


async def one_by_one(monkeypatch: pytest.MonkeyPatch, hub: LiveHub, since: float, meanwhile: Awaitable[None]) -> None:
    """Of three open pages one is told, and the others would be in a quarter of an hour."""
    monkeypatch.setattr(live, "ASK_AGAIN", 0.001)
    streams = [changes(hub, frozenset({"case/1"}), everything, since, beat=900) for _ in range(3)]
    waiting = {asyncio.ensure_future(anext(stream)) for stream in streams}
    await asyncio.sleep(0)
    await meanwhile
    told, silent = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED, timeout=30)
    assert [await one for one in told] == [{EVERYTHING}] and len(silent) == 2
    for one in silent:
        one.cancel()
    await asyncio.wait(silent)


async def test_pages_that_come_back_to_a_hub_that_was_deaf_ask_again_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    await one_by_one(monkeypatch, LiveHub(), now().timestamp(), asyncio.sleep(0))


async def test_after_a_lost_connection_open_pages_ask_again_in_turn(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, stop = listening_hub(), asyncio.Event()
    running: list[asyncio.Task[None]] = []

    async def comes_back() -> None:
        running.append(asyncio.create_task(hub.run(urls.app, stop)))

    await one_by_one(monkeypatch, hub, now().timestamp(), comes_back())
    stop.set()
    await asyncio.wait_for(running[0], 30)
