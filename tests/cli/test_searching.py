"""`escalations search`: indexes made anew and held against the database, from a shell."""

import json

import httpx

from escalations.platform.db import nothing_to_record
from escalations.platform.search import Document, index_documents
from escalations.platform.search.meilisearch.indexes import index_of
from tests.cast import Cast
from tests.cli.shell import said
from tests.meilisearch import KEY, Server, searched_by
from tests.support import as_system, run_jobs


async def a_few_documents() -> None:
    async with as_system() as db:
        nothing_to_record(db, "the index is no fact")
        await index_documents(
            db, [Document(kind="note", object_id=n, boundary="public", title=f"Note {n}", body="") for n in (1, 2, 3)]
        )


async def test_without_an_engine_it_says_what_to_set(cast: Cast) -> None:
    ended = await said("search", "reindex")
    assert ended.code == 2 and "set MEILISEARCH_URL" in ended.err


async def test_an_engine_that_came_later_is_filled_and_found_true(cast: Cast, meilisearch_server: Server) -> None:
    await meilisearch_server.empty()
    await a_few_documents()
    engine = {"MEILISEARCH_URL": meilisearch_server.url, "MEILISEARCH_KEY": KEY}
    ended = await said("search", "verify", "--json", **engine)
    assert ended.code == 1 and json.loads(ended.out)[0]["missing"] == [1, 2, 3]
    dry = await said("search", "reindex", "--dry-run", **engine)
    assert dry.code == 0 and "note in public: 3 documents" in dry.out
    for slip, why in (
        (["--kind", "notes"], "kind notes. There are: note."),
        (["--boundary", "pubic"], "boundary pubic. There are: public."),
    ):
        wrong = await said("search", "reindex", *slip, **engine)
        assert wrong.code == 2 and why in " ".join(wrong.err.split())
    assert (await said("search", "reindex", **engine)).code == 0
    ended = await said("search", "verify", **engine)
    assert ended.code == 0 and "3 documents, all alike" in ended.out


async def test_what_differs_is_told_again(cast: Cast, meilisearch_server: Server) -> None:
    meilisearch = meilisearch_server
    await meilisearch.empty()
    async with searched_by(meilisearch):
        await a_few_documents()
        await run_jobs()
    async with httpx.AsyncClient(base_url=meilisearch.url, headers={"Authorization": f"Bearer {KEY}"}) as http:
        await http.delete(f"/indexes/{index_of('note', 'public')}/documents/2")
        await meilisearch.at_rest(http)
    engine = {"MEILISEARCH_URL": meilisearch.url, "MEILISEARCH_KEY": KEY}
    ended = await said("search", "verify", "--repair", **engine)
    assert ended.code == 1 and "1 missing (2)" in ended.out


async def test_an_engine_that_is_down_is_told_of(cast: Cast) -> None:
    await a_few_documents()
    ended = await said("search", "verify", MEILISEARCH_URL="http://127.0.0.1:9")
    assert ended.code == 2 and "did not answer" in ended.err
