"""A search ends at the boundary three times over, and each of the three is enough alone: the others are taken away in the database meanwhile."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

import asyncpg
import pytest

from escalations.platform.db import Session
from escalations.platform.search import look_alikes, newest, open_cases_holding, search
from escalations.platform.search.postgres import PostgresSearch
from escalations.platform.search.queries import Candidates, Query, asked_by
from tests.cast import Cast
from tests.platform.test_search import BOUNDARIES, KINDS, a_document, counted, indexed
from tests.support import as_person

MINE = {"public", "usgov", "everywhere"}
CODE = "0x80070005"
LAYERS = {
    "words": [("search_scope", "quote_literal('in:' || b)", "quote_literal('in:') || ':*'")],
    "steps": [
        ("search_walk", "d.boundary = ANY (sight)", "true"),
        ("search_met", "d.boundary = ANY (sight)", "true"),
        ("search_documents", "= ANY (kinds) AND d.boundary = ANY (sight.boundaries)", "= ANY (kinds)"),
    ],
    "last": [
        ("search_documents", "WHERE d.boundary = ANY (sight.boundaries) AND (d.tsv", "WHERE (d.tsv"),
        ("search_newest", "WHERE d.boundary = ANY (sight.boundaries)", "WHERE true"),
    ],
}
"""Function, condition, and what stands there without it. `words`: each document holds its boundary as a word that is asked for with the others.
`steps`: what the indexes find counts only within the boundaries. `last`: nor is anything else read, whoever found it."""


@asynccontextmanager
async def without(admin: asyncpg.Connection, layers: Collection[str]) -> AsyncIterator[None]:
    before: list[str] = []
    for function, condition, otherwise in (one for layer in layers for one in LAYERS[layer]):
        told = await admin.fetchval("SELECT pg_get_functiondef($1::regproc)", function)
        assert condition in told, f"{function} has no such condition"
        before.append(told)
        await admin.execute(told.replace(condition, otherwise))
    try:
        yield
    finally:
        for told in reversed(before):
            await admin.execute(told)


async def a_document_of_each_boundary() -> None:
    await indexed(
        *(
            a_document(number, f"Mount fails with {CODE}", "mount fails", boundary=boundary, facts=("is:open",))
            for number, boundary in enumerate(BOUNDARIES)
        )
    )


async def found_by_all_ways(db: Session) -> dict[str, set[str]]:
    """The boundaries of what was found, by the way it was asked for."""
    ways = {
        typed: await search(db, typed, kinds=KINDS) for typed in ("mount", CODE, "mount or fails", "mount umbrella")
    }
    ways["alike"] = await look_alikes(db, "mount fails", kinds=KINDS, codes=[CODE])
    ways["newest"] = await newest(db, kinds=KINDS, facts=[["is:open"]])
    return {way: {hit.boundary for hit in hits} for way, hits in ways.items()}


@pytest.mark.parametrize("is_counted", [False, True])
@pytest.mark.parametrize("alone", LAYERS)
async def test_each_alone_ends_at_the_boundary(
    cast: Cast, admin: asyncpg.Connection, alone: str, is_counted: bool
) -> None:
    await a_document_of_each_boundary()
    if is_counted:
        await counted(admin)
    async with without(admin, LAYERS.keys() - {alone}), as_person(cast.ada) as db:
        for way, boundaries in (await found_by_all_ways(db)).items():
            assert boundaries == MINE, way


@pytest.mark.parametrize("alone", ["words", "last"])
async def test_each_alone_lets_hidden_candidates_of_an_engine_fall_out(
    cast: Cast, admin: asyncpg.Connection, alone: str
) -> None:
    await a_document_of_each_boundary()
    numbers = list(range(len(BOUNDARIES)))
    leaked = Candidates(kinds=["note"] * len(numbers), ids=numbers, strictly=[1] * len(numbers))
    query = Query(kinds=KINDS, typed="mount")
    async with without(admin, LAYERS.keys() - {alone}), as_person(cast.ada) as db:
        hits = await PostgresSearch().search(db, query, asked_by(query), leaked)
    assert {hit.boundary for hit in hits} == MINE


async def test_with_none_of_them_it_would_not(cast: Cast, admin: asyncpg.Connection) -> None:
    """So there is no fourth, and the tests above would notice."""
    await a_document_of_each_boundary()
    async with without(admin, LAYERS), as_person(cast.ada) as db:
        for way, boundaries in (await found_by_all_ways(db)).items():
            assert boundaries == set(BOUNDARIES), way


@pytest.mark.parametrize(("kind", "apart"), [("note", 1), ("note", 1000), ("case", 1000)])
async def test_what_lies_elsewhere_takes_no_place(cast: Cast, admin: asyncpg.Connection, kind: str, apart: int) -> None:
    """Only so many candidates are looked at: a flood in another boundary, newer than all of mine, pushes nothing of mine out."""
    await indexed(
        *(a_document(n * apart, f"Mount fails with {CODE}", "x", kind=kind) for n in range(1, 9)),
        *(a_document(n * apart, f"Mount fails with {CODE}", "x", kind=kind, boundary="germany") for n in range(9, 21)),
    )
    await counted(admin)
    async with as_person(cast.ada) as db:
        hits = await search(db, CODE, kinds=[kind], each=1)
    assert [hit.object_id for hit in hits] == [8 * apart]


@pytest.mark.parametrize("is_counted", [False, True])
async def test_what_lies_elsewhere_has_no_weight(cast: Cast, admin: asyncpg.Connection, is_counted: bool) -> None:
    """How rare a word is, is worked out of what the person may see: otherwise the order of one's own would tell of others."""

    async def scores() -> dict[int, float]:
        if is_counted:
            await counted(admin)
        async with as_person(cast.ada) as db:
            return {hit.object_id: hit.score for hit in await search(db, "mount of a volume", kinds=["note"])}

    await indexed(
        *(a_document(n, "Mount of a share", "x") for n in range(1, 7)), a_document(7, "Mount of a volume", "x")
    )
    before = await scores()
    await indexed(*(a_document(n, "Volume of a kind", "x", boundary="germany") for n in range(8, 30)))
    assert before and await scores() == pytest.approx(before)


async def test_words_of_others_are_neither_known_nor_offered(cast: Cast) -> None:
    """To whom it is not hidden, the same word is known, offered for a slip, and what a beginning goes on as."""
    await indexed(a_document(1, "Zebrafjord", "x", boundary="germany"))
    asked = (
        "SELECT * FROM search_spellings(ARRAY['zebrafjord', 'zebrafjrd'], 'zebraf', ARRAY['note'], NULL) ORDER BY said"
    )
    told = {}
    for person in (cast.ada, cast.cleo):
        async with as_person(person) as db:
            rows = await (await db.connection()).exec_driver_sql(asked)
            told[person.name] = [tuple(row) for row in rows]
    assert told[cast.ada.name] == [("", True, []), ("zebrafjord", False, []), ("zebrafjrd", False, [])]
    slip = ("zebrafjrd", False, ["zebrafjord"])
    assert told[cast.cleo.name] == [("", True, ["zebrafjord"]), ("zebrafjord", True, []), slip]


async def test_the_cases_of_a_list_end_at_the_boundary(cast: Cast) -> None:
    """Before row-level security leaves out those of others."""
    every = [(boundary, at) for at in range(1, 4) for boundary in BOUNDARIES]
    await indexed(
        *(
            a_document(n, "Mount fails", "x", kind="case", boundary=every[n][0], facts=("is:open",))
            for n in range(len(every))
        )
    )
    for within, seen in ((None, MINE), (["usgov"], {"usgov"}), (["germany"], set())):
        async with as_person(cast.ada) as db:
            found = await open_cases_holding(db, "mount", facts=[["is:open"]], within=within, limit=100)
            few = await open_cases_holding(db, "mount", facts=[["is:open"]], within=within, limit=4)
        whose = [every[n][0] for n in found]
        assert set(whose) <= seen and {every[n][0] for n in few} <= seen, within
        assert within or len(found) == sum(boundary in MINE for boundary, _ in every), "of mine all"
