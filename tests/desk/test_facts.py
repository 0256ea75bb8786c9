"""Filters are facts of documents: whatever changes one reaches the index, and words meet them before anything is ranked."""

import asyncpg

from escalations.cases.actions import (
    change_severity,
    close_case,
    reopen_case,
)
from escalations.cases.queries import case_for
from escalations.cases.search import KIND, case_facts
from escalations.desk.asking import asking
from escalations.desk.queries.asked import answer_to
from escalations.platform.db import Scope, nothing_to_record, transaction
from escalations.platform.search import Document, index_documents, lacks_facts, sweep_documents
from escalations.platform.time import now
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, run_jobs


async def stored(admin: asyncpg.Connection, case_id: int) -> set[str]:
    return set(
        await admin.fetchval("SELECT facts FROM search_document WHERE kind = $1 AND object_id = $2", KIND, case_id)
    )


async def test_each_step_of_a_case_reaches_its_facts(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await a_case(cast.ada, title="Lighthouse exporter stopped", claimed="C")

    async def agrees(*expected: str) -> None:
        await run_jobs()
        async with as_person(cast.ada) as db:
            found = await case_for(db, cast.ada, case.ref)
            assert await stored(admin, case.id) == set(case_facts(found))
        assert set(expected) <= await stored(admin, case.id)

    await agrees("sev:C", "is:open", f"customer:{case.customer_id}")
    async with as_person(cast.ada) as db:
        worse = await case_for(db, cast.ada, case.ref, lock=True)
        await change_severity(
            db, worse, "assessed", "A", "it is worse", by=cast.ada, always_contact_id=worse.contact_id
        )
    await agrees("sev:A")
    async with as_person(cast.ada) as db:
        await close_case(db, await case_for(db, cast.ada, case.ref, lock=True), "fixed", "done", by=cast.ada)
    await agrees("is:closed")
    async with as_person(cast.ada) as db:
        await reopen_case(db, await case_for(db, cast.ada, case.ref, lock=True), "it is back", by=cast.ada)
    await agrees("is:open")


async def test_a_filter_misses_nothing_however_many_have_the_word(cast: Cast) -> None:
    """Four hundred newer ones with the same words stand in front of the one that is meant."""
    async with transaction(Scope.system("public")) as db:
        nothing_to_record(db, "the index is no fact")
        await index_documents(
            db,
            [
                Document(
                    kind="incident", object_id=number, boundary="public", title="Lighthouse exporter stopped", body="",
                    facts=("sev:B" if number > 1 else "sev:A",),
                )
                for number in range(1, 402)
            ],
        )  # fmt: skip
    async with as_person(cast.ada) as db:
        answer = await answer_to(db, asking("lighthouse exporter sev:a kind:incident"), cast.ada)
        alone = await answer_to(db, asking("sev:a kind:incident"), cast.ada)
    assert [hit.object_id for hit in answer.hits] == [hit.object_id for hit in alone.hits] == [1]


async def test_documents_of_an_earlier_release_get_their_facts(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await a_case(cast.ada, title="Lighthouse exporter stopped")
    await run_jobs()
    await admin.execute("UPDATE search_document SET facts = NULL")
    await admin.execute("DELETE FROM search_word")
    async with as_person(cast.ada) as db:
        assert await lacks_facts(db, [KIND])
        assert [hit.object_id for hit in (await answer_to(db, asking("lighthouse"), cast.ada)).hits] == [case.id]
    async with transaction(Scope.system("public")) as db:
        assert await sweep_documents(db, now()) >= 1
    await run_jobs()
    async with as_person(cast.ada) as db:
        assert not await lacks_facts(db, [KIND])
        for typed in ("lighthouse is:open", "lighthose", "lightho"):
            assert [hit.object_id for hit in (await answer_to(db, asking(typed), cast.ada)).hits] == [case.id], typed
