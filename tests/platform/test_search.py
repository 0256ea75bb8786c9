"""Searching for anything, by anybody: found by word, code, beginning and likeness, and never across a boundary."""

import asyncio
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escalations.people.models import Person
from escalations.people.queries import open_boundaries
from escalations.platform.db import Scope, Session, nothing_to_record, transaction
from escalations.platform.search import (
    Document,
    index_documents,
    look_alikes,
    refresh_document,
    remove_document,
    search,
    spelling,
    sweep_terms,
)
from escalations.platform.time import now
from tests.cast import Cast
from tests.support import as_person, as_system, run_jobs

pytestmark = pytest.mark.usefixtures("search_engine")
BOUNDARIES = ["public", "usgov", "germany", "france", "singapore", "everywhere"]
KINDS = ["note", "memo"]


def a_document(object_id: int, title: str, body: str = "", **told: object) -> Document:
    usual: dict[str, object] = {"kind": "note", "boundary": "public", "family": "storage"}
    return Document(object_id=object_id, title=title, body=body, **{**usual, **told})  # type: ignore[arg-type]


async def indexed(*documents: Document) -> None:
    for boundary in {document.boundary for document in documents}:
        async with transaction(Scope.system(boundary)) as db:
            nothing_to_record(db, "the index is no fact")
            await index_documents(db, [document for document in documents if document.boundary == boundary])
    await run_jobs()


async def found(db: Session, typed: str, **told: object) -> list[int]:
    return [hit.object_id for hit in await search(db, typed, kinds=KINDS, **told)]  # type: ignore[arg-type]


async def ids(person: Person, typed: str) -> list[int]:
    async with as_person(person) as db:
        return await found(db, typed)


async def test_the_title_counts_more_than_the_text_and_all_words_more_than_some(cast: Cast) -> None:
    await indexed(
        a_document(1, "Something else", "the share has a timeout on mount"),
        a_document(2, "Mount of the share ends in a timeout", "no more is known"),
        a_document(3, "A timeout of no interest", "elsewhere"),
    )
    assert await ids(cast.ada, "share mount timeout") == [2, 1, 3]
    assert await ids(cast.ada, "mounted shares")  # word forms do not matter
    assert await ids(cast.ada, "ferret") == []
    assert await ids(cast.ada, "") == await ids(cast.ada, "   ") == []


@pytest.mark.parametrize("typed", ["AADSTS50011", "aadsts50011", "error 0x80070005", "HTTP 502.3", "ORA-01555"])
async def test_error_codes_stay_whole(cast: Cast, typed: str) -> None:
    await indexed(
        a_document(1, "Sign-in fails", "AADSTS50011: no reply address; 0x80070005, HTTP 502.3 and ORA-01555 as well"),
        a_document(2, "Other codes", "AADSTS50012, 0x80070057, 502.5, ORA-01556, error 3 in HTTP"),
    )
    assert (await ids(cast.ada, typed))[0] == 1


async def test_a_code_that_the_room_names_is_found_though_the_text_lacks_it(cast: Cast) -> None:
    await indexed(
        a_document(1, "Mount fails", "denied", codes=("HTTP 409.77",)), a_document(2, "Mount fails", "denied")
    )
    async with as_person(cast.ada) as db:
        (hit,) = await search(db, "409.77", kinds=KINDS)
        assert (hit.object_id, hit.codes) == (1, ("409.77",))
        alike = await look_alikes(db, "mount", kinds=KINDS, codes=["409.77"])
        assert [one.object_id for one in alike] == [1, 2]


async def test_quotes_minus_and_or_have_meaning(cast: Cast) -> None:
    await indexed(
        a_document(1, "Private endpoint", "a private endpoint in the hub"),
        a_document(2, "Endpoint", "an endpoint that is not private"),
        a_document(3, "Gateway", "a gateway in the hub"),
    )
    assert (await ids(cast.ada, '"private endpoint"'))[0] == 1
    assert 1 not in await ids(cast.ada, "endpoint -hub")
    assert {1, 3} <= set(await ids(cast.ada, "gateway or hub"))


async def test_a_begun_word_and_a_misspelt_one_find_the_title(cast: Cast) -> None:
    await indexed(a_document(1, "Kubernetes upgrade is blocked", "x"), a_document(2, "Redis maintenance", "x"))
    assert await ids(cast.ada, "kuber") == [1]
    assert await ids(cast.ada, "upgrade kub") == [1]
    assert await ids(cast.ada, "kubernetse upgade") == [1]

    assert await ids(cast.ada, "kubenretse blokced") == [1]  # two slips, which leave few letters together


async def test_a_word_that_goes_on_is_not_compared_with_all_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """That takes ten times as long as to see how it goes on, and is asked only of one that does not."""
    compared: list[list[str]] = []
    original = spelling.straight

    async def noted(db: Session, statement: str, *values: Any) -> Any:
        compared.append(values[0])
        return await original(db, statement, *values)

    monkeypatch.setattr(spelling, "straight", noted)
    await indexed(a_document(1, "Kubernetes upgrade is blocked", "x"))
    assert await ids(cast.ada, "upgrade kubern") == [1]
    assert compared == [["upgrade"]]
    assert await ids(cast.ada, "upgrade kubernetse") == [1]
    assert compared[1:] == [["upgrade"], ["kubernetse"]]


async def test_a_begun_word_may_go_on_as_one_that_says_nothing(cast: Cast) -> None:
    await indexed(a_document(1, "Afters are served late", "x"), a_document(2, "Served early", "x"))
    assert set(await ids(cast.ada, "served after")) == {1, 2}  # "after" is how "afters" is kept, and no word to ask for


async def test_other_names_of_the_same_thing(cast: Cast) -> None:
    await indexed(a_document(1, "Virtual machine does not boot", "x"), a_document(2, "Machine learning", "x"))
    assert (await ids(cast.ada, "vm boot"))[0] == 1


async def test_parts_of_paths_and_names_are_words(cast: Cast) -> None:
    await indexed(a_document(1, "Quota", "of Microsoft.Compute/virtualMachines in host-name.example.com"))
    assert await ids(cast.ada, "compute") == [1]
    assert await ids(cast.ada, "example.com") == [1]


async def test_parts_of_camel_case_names_are_words(cast: Cast) -> None:
    await indexed(a_document(1, "A machine does not start", "it says AllocationFailed"))
    assert await ids(cast.ada, "allocation failure") == [1]


async def test_only_the_kinds_and_the_family_that_were_asked_for(cast: Cast) -> None:
    await indexed(a_document(1, "Mount", "x"), a_document(1, "Mount", "x", kind="memo", family="identity"))
    async with as_person(cast.ada) as db:
        assert [hit.kind for hit in await search(db, "mount", kinds=["memo"])] == ["memo"]
        assert [hit.kind for hit in await search(db, "mount", kinds=KINDS, family="identity")] == ["memo"]
        assert await search(db, "mount", kinds=[]) == []


async def test_what_is_highlighted_is_escaped_first(cast: Cast) -> None:
    await indexed(
        a_document(
            1,
            "<i>mount</i> \x02fails\x03",
            "Since the change of A & B each mount <b>fails</b> with an error that nobody had seen before today.",
        )
    )
    async with as_person(cast.ada) as db:
        (hit,) = await search(db, "mount", kinds=KINDS)
    assert "<mark>mount</mark>" in hit.title and "<i>" not in hit.title and "<mark>fails" not in hit.title
    assert "&amp;" in hit.excerpt and "<b>" not in hit.excerpt


async def counted(admin: asyncpg.Connection) -> None:
    """As the sweeps do: from then on it is known what most documents hold, and that is not asked of the index."""
    await admin.execute("ANALYZE search_document")
    for boundary in BOUNDARIES:
        async with as_system(boundary) as db:
            await sweep_terms(db, now())


@pytest.mark.parametrize("is_counted", [False, True])
async def test_nobody_finds_what_lies_in_another_boundary(
    cast: Cast, admin: asyncpg.Connection, is_counted: bool
) -> None:
    """For every role: by word, by code, by beginning, by misspelling and by likeness."""
    everything = [
        a_document(number, f"Zebra{boundary} mount fails with 0x80070005", "mount fails", boundary=boundary)
        for number, boundary in enumerate(BOUNDARIES)
    ]
    await indexed(*everything)
    if is_counted:
        await counted(admin)
    for person in cast.everyone:
        async with as_person(person) as db:
            sight = {*(await open_boundaries(db, person)), "everywhere"}
            mine = {one.object_id for one in everything if one.boundary in sight}
            for typed in ("mount", "0x80070005", "zebra", "zebrapublik mont", "zerbapulbic", "mount or fails"):
                assert set(await found(db, typed)) <= mine, (person.name, typed)
            assert set(await found(db, "mount")) == mine
            alike = await look_alikes(db, "mount fails", kinds=KINDS, codes=["0x80070005"], within=BOUNDARIES)
            assert {hit.object_id for hit in alike} == mine
            for hidden in set(BOUNDARIES) - sight:
                assert (
                    await found(db, f"zebra{hidden}", limit=50) == [] or set(await found(db, f"zebra{hidden}")) <= mine
                )


async def test_what_most_documents_hold_is_looked_up_in_those_that_were_found(
    cast: Cast, admin: asyncpg.Connection
) -> None:
    """A kind, a boundary and a fact that nearly everything has are no less asked for."""
    await indexed(
        *(
            a_document(n, "Mount of a share", "x", facts=("is:closed", f"sev:{'A' if n % 9 else 'B'}"))
            for n in range(30)
        ),
        a_document(31, "Mount of a share", "x", facts=("is:open", "sev:A")),
        a_document(32, "Mount of a share", "x", facts=("is:closed", "sev:A"), boundary="germany"),
        a_document(33, "Mount of a share", "x", facts=("is:closed", "sev:A"), kind="memo"),
    )
    await counted(admin)
    async with as_person(cast.ada) as db:
        for typed in ("mount", "mount share", "mount or share", "sharee"):
            facts = [["is:closed"], ["sev:A", "sev:C"]]
            hits = await search(db, typed, kinds=["note"], facts=facts, limit=60)
            assert {hit.object_id for hit in hits} == {n for n in range(30) if n % 9}, typed


async def test_the_best_few_of_each_kind_without_their_texts(cast: Cast) -> None:
    await indexed(
        *(a_document(n, "Mount", "the mount of a share") for n in range(8)),
        *(a_document(n, "About", "the mount of a share", kind="memo") for n in range(8)),
    )
    async with as_person(cast.ada) as db:
        hits = await search(db, "mount", kinds=KINDS, limit=60, each=3, excerpts=False)
        assert [hit.kind for hit in hits] == ["note"] * 3 + ["memo"] * 3
        assert {hit.excerpt for hit in hits} == {""} and "<mark>" in hits[0].title


async def test_narrowed_to_a_boundary_the_rest_of_ones_sight_stays_out(cast: Cast) -> None:
    await indexed(*(a_document(number, "Mount", "x", boundary=name) for number, name in enumerate(BOUNDARIES)))
    async with as_person(cast.ada) as db:
        hits = await look_alikes(db, "mount", kinds=KINDS, within=["everywhere", "public", "germany"])
    assert {hit.boundary for hit in hits} == {"everywhere", "public"}


async def test_an_ended_clearance_ends_the_finding(cast: Cast, admin: asyncpg.Connection) -> None:
    await indexed(a_document(1, "Mount", "x"))
    assert await ids(cast.ada, "mount") == [1]
    await admin.execute("UPDATE clearance SET revoked_at = now() WHERE person_id = $1", cast.ada.id)
    assert await ids(cast.ada, "mount") == []


async def test_without_a_person_nothing_is_found(cast: Cast) -> None:
    await indexed(a_document(1, "Mount", "x"), a_document(2, "Mount", "x", boundary="everywhere"))
    async with transaction(Scope.nobody()) as db:
        assert await found(db, "mount") == []


async def test_a_document_can_be_replaced_and_removed(cast: Cast) -> None:
    await indexed(a_document(1, "Mount", "x"))
    await indexed(a_document(1, "Tunnel", "x"))
    assert (await ids(cast.ada, "mount"), await ids(cast.ada, "tunnel")) == ([], [1])
    async with as_system() as db:
        nothing_to_record(db, "the index is no fact")
        await remove_document(db, "note", 1)
    assert await ids(cast.ada, "tunnel") == []


async def test_of_two_refreshes_the_later_state_stays(cast: Cast) -> None:
    state, reading = ["Old state"], asyncio.Event()

    async def read(db: Session, object_id: int) -> Document:
        title = state[0]
        reading.set()
        await asyncio.sleep(0.15)
        return a_document(object_id, title)

    async def refresh() -> None:
        async with as_system() as db:
            nothing_to_record(db, "the index is no fact")
            await refresh_document(db, "note", 1, read)

    first = asyncio.create_task(refresh())
    await reading.wait()
    state[0] = "New state"
    await asyncio.gather(first, refresh())
    assert (await ids(cast.ada, "new"), await ids(cast.ada, "old")) == ([1], [])


async def test_what_is_gone_is_taken_out_of_the_index(cast: Cast) -> None:
    await indexed(a_document(1, "Mount"))

    async def gone(_db: Session, _object_id: int) -> None:
        return None

    async with as_system() as db:
        nothing_to_record(db, "the index is no fact")
        await refresh_document(db, "note", 1, gone)
    assert await ids(cast.ada, "mount") == []


async def test_the_index_answers_although_rows_are_protected(cast: Cast, admin: asyncpg.Connection) -> None:
    """The operators are not leakproof: without the function the application role would always read the whole table."""
    await indexed(*(a_document(number, f"Document {number}", "common words") for number in range(400)))
    await admin.execute("ANALYZE search_document")
    asked = "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'ix_search_document_tsv'"
    before = await admin.fetchval(asked)
    async with as_person(cast.ada) as db:
        connection = await db.connection()
        await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        assert await found(db, "Document 77")
        await connection.exec_driver_sql("SELECT pg_stat_force_next_flush()")
    async with as_person(cast.ada) as db:
        await found(db, "x")
    await asyncio.sleep(0.1)
    await admin.execute("SELECT pg_stat_clear_snapshot()")
    assert await admin.fetchval(asked) > before


async def test_words_are_counted_within_their_boundary_and_not_too_often(cast: Cast, admin: asyncpg.Connection) -> None:
    await indexed(a_document(1, "Mount", "mount"), a_document(2, "Tunnel", "x", boundary="germany"))
    at = now()
    async with as_system("public") as db:
        assert await sweep_terms(db, at) == 2
    async with as_system("public") as db:
        assert await sweep_terms(db, at) == 1, "only everywhere, where there is nothing to count yet"
    counted = await admin.fetch(
        "SELECT boundary, term, documents FROM search_term WHERE term IN ('mount', 'tunnel', '')"
    )
    assert {tuple(row) for row in counted} == {("public", "mount", 1), ("public", "", 1)}
    assert await ids(cast.ada, "mount") == [1]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=200) | st.text(alphabet="ab\"'()&|!<>*:-\\\x00% \ud800", max_size=60))
async def test_whatever_is_typed_is_no_error(cast: Cast, typed: str) -> None:
    async with as_person(cast.ada) as db:
        await search(db, typed, kinds=KINDS)
        await look_alikes(db, typed, kinds=KINDS, codes=[typed], likely_family=None)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=900), body=st.text(max_size=900), code=st.text(max_size=200))
async def test_whatever_is_written_can_be_indexed(cast: Cast, title: str, body: str, code: str) -> None:
    await indexed(a_document(1, title, body, codes=(code,)))


async def test_very_long_texts_can_be_indexed_and_compared(cast: Cast) -> None:
    text = " ".join(f"word{number} AbCd{'AbCd' * 30}_x" for number in range(8000))
    await indexed(a_document(1, "Long " * 400, text))
    async with as_person(cast.ada) as db:
        assert [hit.object_id for hit in await look_alikes(db, text, kinds=KINDS)] == [1]
        await search(db, text, kinds=KINDS)
