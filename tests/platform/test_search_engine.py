"""The search engine beside PostgreSQL: asked where it is complete, never waited for, and brought into step by itself."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx
import pytest

from escalations.platform.db import Scope, nothing_to_record, transaction
from escalations.platform.search import (
    Document,
    engine_fault,
    index_documents,
    look_alikes,
    remove_document,
    search,
    sweep_search,
)
from escalations.platform.search import finding as searching
from escalations.platform.search.meilisearch import converging, finding
from escalations.platform.search.meilisearch.connecting import Answer, _Connection
from escalations.platform.search.meilisearch.engine import engine
from escalations.platform.search.meilisearch.indexes import counts, ensure_index, index_of
from escalations.platform.search.meilisearch.rebuilding import rebuild
from escalations.platform.search.meilisearch.transport import PATIENCE, EngineDown, Meilisearch
from escalations.platform.search.meilisearch.verifying import repair, verify
from escalations.platform.time import now
from tests.cast import Cast
from tests.meilisearch import KEY, Server
from tests.support import as_person, as_system, run_jobs


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many candidates the engine gave, each time it was asked."""
    told: list[int] = []
    original = finding.candidates

    async def counted(*arguments: object) -> object:
        found = await original(*arguments)  # type: ignore[arg-type]
        told.append(len(found.ids or []))
        return found

    monkeypatch.setattr("escalations.platform.search.meilisearch.engine.candidates", counted)
    return told


@pytest.fixture(autouse=True)
def look_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converging, "LOOK_EVERY", timedelta())


async def told(
    *numbers: int, title: str = "The lighthouse is dark", boundary: str = "public", kind: str = "note"
) -> None:
    async with as_system(boundary) as db:
        nothing_to_record(db, "the index is no fact")
        await index_documents(
            db, [Document(kind=kind, object_id=number, boundary=boundary, title=title, body="") for number in numbers]
        )


async def found(cast: Cast, typed: str = "lighthouse") -> list[int]:
    async with as_person(cast.ada) as db:
        return sorted(hit.object_id for hit in await search(db, typed, kinds=["note"]))


def meddled(monkeypatch: pytest.MonkeyPatch) -> Meilisearch:
    """The engine, to which the first document is told again, with another title, while it is being told."""
    server = engine()
    assert server is not None
    original = server.ask

    async def ask(method: str, path: str, body: object = None, **more: object) -> object:
        if path.endswith("/documents"):
            monkeypatch.setattr(server, "ask", original)
            await told(1, title="The second title")
        return await original(method, path, body, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(server, "ask", ask)
    return server


async def sweep() -> None:
    async with as_system() as db:
        await sweep_search(db, now())
    await run_jobs()


async def test_the_engine_is_asked_once_it_holds_everything(cast: Cast, meilisearch: Server, asked: list[int]) -> None:
    await told(1, 2)
    assert await found(cast) == [1, 2] and asked == []  # nothing was fed yet: PostgreSQL answers
    await run_jobs()
    assert await found(cast) == [1, 2] and asked == [2]


@pytest.mark.parametrize("typed", ["lihgthouse", "lihgthuose", "lihgthuose drak"])
async def test_it_forgives_typing(cast: Cast, meilisearch: Server, asked: list[int], typed: str) -> None:
    """One slip by itself; of more the list of words tells it how the word is really spelt."""
    await told(1)
    await run_jobs()
    assert await found(cast, typed) == [1]
    assert asked == [1]


async def test_a_word_that_is_like_several_is_sought_in_each_way(
    cast: Cast, meilisearch: Server, asked: list[int]
) -> None:
    await told(1, title="The corridors are dark")
    await told(2, title="The corridore is dark")
    await run_jobs()
    assert await found(cast, "corrdiorx dark") == [1, 2]
    assert asked == [2]


async def test_each_index_is_asked_for_the_ways_that_its_documents_spell_a_word(
    cast: Cast, meilisearch: Server, monkeypatch: pytest.MonkeyPatch, asked: list[int]
) -> None:
    """One that knows neither is asked for the first, since its own documents may be misspelt."""
    await told(1, title="The corridorz is dark")
    await told(2, title="The corridorq is dark", kind="sheet")
    await told(3, title="All is dark", kind="page")
    await run_jobs()
    server = engine()
    assert server is not None
    sent: list[tuple[str, str]] = []
    original = server.ask_at_once

    async def noted(method: str, path: str, bodies: Sequence[dict[str, Any]], **more: float) -> list[bytes]:
        queries = [query for body in bodies for query in body["queries"]]
        sent.extend((one["indexUid"], one["q"]) for one in queries if one["matchingStrategy"] == "frequency")
        return await original(method, path, bodies, **more)

    monkeypatch.setattr(server, "ask_at_once", noted)
    async with as_person(cast.ada) as db:
        hits = await search(db, "corrdiorx", kinds=["note", "sheet", "page"])
    assert sorted(hit.object_id for hit in hits) == [1, 2] and asked == [2]
    ways = {
        kind: [words for name, words in sent if name == index_of(kind, "public")] for kind in ("note", "sheet", "page")
    }
    assert ways["note"] == ["corridorz"] and ways["sheet"] == ["corridorq"]
    assert ways["page"] in (["corridorz"], ["corridorq"])


async def test_words_are_spelt_while_it_searches(
    cast: Cast, meilisearch: Server, monkeypatch: pytest.MonkeyPatch, asked: list[int]
) -> None:
    """Were the one done after the other, neither would end: each waits here until the other has begun."""
    await told(1)
    await run_jobs()
    server = engine()
    assert server is not None
    request, as_spelt = server._connections.request, searching.as_spelt
    searches, spells = asyncio.Event(), asyncio.Event()

    async def held(*arguments: object, **more: object) -> Answer:
        searches.set()
        await spells.wait()
        return await request(*arguments, **more)  # type: ignore[arg-type]

    async def spelt(*arguments: object) -> object:
        spells.set()
        await searches.wait()
        return await as_spelt(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(server._connections, "request", held)
    monkeypatch.setattr(searching, "as_spelt", spelt)
    async with asyncio.timeout(30):
        assert await found(cast, "lihgthouse") == [1]
    assert asked == [1]


async def test_its_indexes_are_asked_by_two_requests_side_by_side(
    cast: Cast, meilisearch: Server, monkeypatch: pytest.MonkeyPatch, asked: list[int]
) -> None:
    """It answers the queries of one after the other: were these not sent at once, the first would wait for ever."""
    await told(1, title="The lighthouse is dark: 0x80070005")
    await run_jobs()
    server = engine()
    assert server is not None
    request, both = server._connections.request, asyncio.Barrier(2)

    async def held(*arguments: object, **more: object) -> Answer:
        await both.wait()
        return await request(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(server._connections, "request", held)
    async with asyncio.timeout(30):
        assert await found(cast, "lighthouse 0x80070005") == [1]
    assert asked == [1]


async def test_it_adds_to_what_is_like_a_long_text_only_where_little_is(
    cast: Cast, meilisearch: Server, asked: list[int]
) -> None:
    await told(1, 2, 3)
    await told(4, title="The lighthuose is dark")
    await run_jobs()
    async with as_person(cast.ada) as db:
        few = await look_alikes(db, "lighthouse", kinds=["note"], limit=3)
        assert [hit.object_id for hit in few] == [3, 2, 1] and asked == []
        more = await look_alikes(db, "lighthouse", kinds=["note"], limit=4)
        assert [hit.object_id for hit in more] == [3, 2, 1, 4] and asked == [4]


async def test_while_it_is_down_postgresql_answers_at_once_and_says_so(cast: Cast, meilisearch: Server) -> None:
    await told(1)
    await run_jobs()
    await meilisearch.stop()
    try:
        assert await found(cast) == [1]
        assert "come from the database" in (engine_fault() or "")
        await told(2)
        await run_jobs()  # cannot be told now, and nothing fails
        assert await found(cast) == [1, 2]
    finally:
        await meilisearch.start()


async def test_a_slow_engine_is_not_waited_for(
    cast: Cast, meilisearch: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PATIENCE", PATIENCE)
    await told(1)
    await run_jobs()
    server = engine()
    assert server is not None
    waits: list[float] = []

    async def silent(*arguments: object, patience: float) -> Answer:
        waits.append(patience)
        raise TimeoutError

    monkeypatch.setattr(server._connections, "request", silent)
    assert await found(cast) == [1]
    assert waits == [0.2]
    assert engine_fault() is None  # one slow answer is no failure
    assert await found(cast) == await found(cast) == [1]
    assert engine_fault()  # three are
    assert await found(cast) == [1]
    assert len(waits) == 3  # left alone for a while, not tried with each search


async def test_what_changed_while_it_was_down_is_told_when_it_is_back(
    cast: Cast, meilisearch: Server, asked: list[int]
) -> None:
    await told(1)
    await run_jobs()
    await meilisearch.stop()
    await told(2)
    await run_jobs()
    await meilisearch.start()
    server = engine()
    assert server is not None
    server._try_again_at = None
    await sweep()
    assert await found(cast) == [1, 2]
    assert asked == [2] and engine_fault() is None


async def test_an_emptied_engine_is_filled_again(cast: Cast, meilisearch: Server, asked: list[int]) -> None:
    await told(1, 2, 3)
    await run_jobs()
    await meilisearch.empty()
    assert await found(cast) == [1, 2, 3]  # by PostgreSQL
    server = engine()
    assert server is not None
    server._try_again_at = None
    await sweep()
    assert await found(cast) == [1, 2, 3]
    assert asked[-1] == 3 and (await counts(server))[index_of("note", "public")] == 3


async def test_what_is_removed_is_gone_from_the_engine_too(cast: Cast, meilisearch: Server) -> None:
    await told(1, 2)
    await run_jobs()
    async with as_system() as db:
        nothing_to_record(db, "the index is no fact")
        await remove_document(db, "note", 2)
    await run_jobs()
    server = engine()
    assert server is not None
    assert (await counts(server))[index_of("note", "public")] == 1


async def test_a_change_while_another_is_being_told_is_not_taken_for_done(
    cast: Cast, meilisearch: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    await told(1, title="The first title")
    server = meddled(monkeypatch)
    await run_jobs()
    await sweep()
    async with as_system() as db:
        assert (await verify(server, db, "note", "public")).are_none
    assert await found(cast, "second") == [1] and await found(cast, "first title") == [1]


async def test_what_comes_while_another_is_told_is_told_next(
    cast: Cast, meilisearch: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the same job: a second one is not queued beside it."""
    await told(1, title="The first title")
    server = meddled(monkeypatch)
    await converging.feed_engine({"boundary": "public"})
    async with as_system() as db:
        assert (await verify(server, db, "note", "public")).are_none


async def test_an_index_is_made_anew_without_a_gap(cast: Cast, meilisearch: Server, asked: list[int]) -> None:
    await told(*range(1, 31))
    await run_jobs()
    server = engine()
    assert server is not None
    gaps: list[int] = []

    async def keep_searching() -> None:
        while True:
            gaps.append(len(await found(cast)))
            await asyncio.sleep(0.01)

    searching = asyncio.create_task(keep_searching())
    async with transaction(Scope.system("public")) as db:
        nothing_to_record(db, "an index follows from the documents")
        assert await rebuild(server, db, "note", "public") == 30
    await asyncio.sleep(0.05)
    searching.cancel()
    assert set(gaps) == {20}, "each search found a full page"
    assert f"{index_of('note', 'public')}-new" not in await counts(server)


async def test_what_an_earlier_release_made_goes_with_the_next_index(cast: Cast, meilisearch: Server) -> None:
    await told(1)
    await run_jobs()
    server = engine()
    assert server is not None
    older, of_others = index_of("note", "public", "1"), index_of("note", "germany", "1")
    await ensure_index(server, older)
    await ensure_index(server, of_others)
    async with as_system() as db:
        nothing_to_record(db, "an index follows from the documents")
        await rebuild(server, db, "note", "public")
    held = await counts(server)
    assert older not in held and of_others in held and held[index_of("note", "public")] == 1


async def test_a_name_with_underscores_is_found_by_each_of_its_words(
    cast: Cast, meilisearch: Server, asked: list[int]
) -> None:
    """By the engine itself: were it told of the name as one word, it would give no candidates."""
    await told(1, title="What failover_group_lag means")
    await run_jobs()
    for typed in ("failover_group_lag", "group", "failover lag", "falover_group_lag"):
        assert await found(cast, typed) == [1], typed
    assert asked == [1, 1, 1, 1]


async def test_it_is_asked_not_to_compress(cast: Cast, meilisearch: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it compresses it sends in pieces, and each answer then takes 40 ms more."""
    server = engine()
    assert server is not None
    heads: list[bytes] = []
    parsed = _Connection.data_received

    def heard(connection: _Connection, data: bytes) -> None:
        heads.append(data.partition(b"\r\n\r\n")[0].lower())
        parsed(connection, data)

    monkeypatch.setattr(_Connection, "data_received", heard)
    await counts(server)
    assert b"content-encoding" not in heads[0] and b"content-length" in heads[0]


async def test_differences_are_found_and_repaired(cast: Cast, meilisearch: Server) -> None:
    await told(1, 2, 3)
    await run_jobs()
    server = engine()
    assert server is not None
    name = index_of("note", "public")
    async with httpx.AsyncClient(base_url=meilisearch.url, headers={"Authorization": f"Bearer {KEY}"}) as http:
        await http.delete(f"/indexes/{name}/documents/1")
        await http.put(f"/indexes/{name}/documents", json=[{"id": 2, "mark": "another"}])
        await http.post(f"/indexes/{name}/documents", json=[{"id": 99, "object": 99, "kind": "note", "mark": ""}])
        await meilisearch.at_rest(http)
    async with as_system() as db:
        nothing_to_record(db, "the index is no fact")
        differences = await verify(server, db, "note", "public")
        assert (differences.missing, differences.stale, differences.extra) == ([1], [2], [99])
        await repair(db, differences)
    await sweep()
    async with as_system() as db:
        assert (await verify(server, db, "note", "public")).are_none


async def test_candidates_of_a_boundary_one_may_not_see_fall_out_even_if_the_engine_gave_them(
    cast: Cast, meilisearch: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    await told(1)
    await told(7, boundary="germany")
    await run_jobs()

    async def leaking(*arguments: object) -> object:
        return finding.Candidates(kinds=["note", "note"], ids=[1, 7], strictly=[1, 1])

    monkeypatch.setattr("escalations.platform.search.meilisearch.engine.candidates", leaking)
    assert await found(cast) == [1]


async def test_an_engine_that_refuses_the_key_does_not_count_as_there(meilisearch: Server) -> None:
    """Whoever watches is told so; it is asked again after a while like one that does not answer."""
    server = Meilisearch(meilisearch.url, "another key")
    with pytest.raises(EngineDown, match="403"):
        await server.ask("GET", "/stats")
    assert server.down_since is not None and server.is_resting
    right = Meilisearch(meilisearch.url, KEY)
    with pytest.raises(EngineDown, match="404"):
        await right.ask("GET", "/indexes/nowhere")
    assert right.down_since is None
    server.close()
    right.close()
