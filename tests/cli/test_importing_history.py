"""Cases of an earlier system, brought in as they were there: once, within their boundary, and without a word to anybody."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from escalations.cases.actions.draining import drain_queues
from escalations.cases.history import bring_in_cases
from escalations.cases.queries import case_for
from escalations.cases.search import case_document
from escalations.cli import history_importer
from escalations.cli.history_importer import HistoryImporter
from escalations.customers.models import Customer
from escalations.platform.errors import NotAllowed, NotFound
from escalations.platform.search import search
from escalations.platform.search.indexing import index_documents
from escalations.platform.time import now
from escalations.platform.trail import trail_of
from escalations.routing.deciding import recompute
from tests.cast import Cast
from tests.cli.history import CLOSED, OPEN, brought_in, in_file, summed
from tests.cli.shell import shell
from tests.customers.builders import a_contact, a_customer
from tests.support import as_person, as_system, browser_of, run_jobs


@pytest.fixture
async def nordhavn(cast: Cast) -> Customer:
    customer = await a_customer()
    await a_contact(customer)
    return customer


async def test_a_closed_case_stays_as_it_was(
    cast: Cast, nordhavn: Customer, admin: asyncpg.Connection, tmp_path: Path
) -> None:
    jobs = await admin.fetchval("SELECT count(*) FROM pgqueuer")
    assert summed(await brought_in(in_file(tmp_path, CLOSED))) == (1, 0, 0)
    case = await admin.fetchrow("SELECT * FROM support_case")
    assert (case["external_key"], case["channel"], case["queue"], case["owner_id"]) == (
        "desk:T-1",
        "import",
        "storage",
        cast.ada.id,
    )
    assert case["opened_at"] == datetime(2024, 3, 5, 8, tzinfo=UTC) and case["closed_at"] == datetime(
        2024, 3, 7, 16, tzinfo=UTC
    )
    assert case["first_answered_at"] == datetime(2024, 3, 5, 9, 40, tzinfo=UTC) and case["due_at"] is None
    entries = await admin.fetch(
        "SELECT kind, body, author_id, author_name, contact_id IS NOT NULL AS theirs FROM case_entry ORDER BY id"
    )
    assert [tuple(one) for one in entries] == [
        ("customer", "AuthorizationFailure since noon.", None, "", True),
        ("reply", "We are looking at the firewall.", cast.ada.id, cast.ada.name, False),
        ("note", "Rule 17 is missing.", None, "Somebody long gone", False),
        ("customer", "It works again, thank you.", None, "", True),
    ]
    assert tuple(await admin.fetchrow("SELECT resolution, note, author_id FROM case_closure")) == (
        "fixed",
        "A firewall rule was missing.",
        cast.ada.id,
    )
    for untouched in ("clock", "outgoing_mail", "notice", "routing_decision", "case_time"):
        assert await admin.fetchval(f"SELECT count(*) FROM {untouched}") == 0, untouched
    assert await admin.fetchval("SELECT count(*) FROM pgqueuer") == jobs


async def test_the_trail_says_where_it_is_from(cast: Cast, nordhavn: Customer, tmp_path: Path) -> None:
    await brought_in(in_file(tmp_path, CLOSED))
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, "C-1")
        [event] = await trail_of(db, case.subject)
    assert event.actor_name == "Escalations" and now() - event.at < timedelta(minutes=1)
    assert (
        event.told
        == "brought the case in from desk (T-1), opened there on 5 Mar 2024 and closed on 7 Mar 2024, with 4 messages"
    )


async def test_an_open_case_stands_in_its_queue_and_is_owed_an_answer_from_now(
    cast: Cast, nordhavn: Customer, admin: asyncpg.Connection, tmp_path: Path
) -> None:
    unanswered = OPEN | {"key": "T-3", "messages": [], "owner": "cleo@support.example"}
    assert summed(await brought_in(in_file(tmp_path, OPEN, unanswered))) == (2, 0, 0)
    owned, waiting = await admin.fetch("SELECT * FROM support_case ORDER BY id")
    assert (owned["owner_id"], waiting["owner_id"]) == (cast.ada.id, None), "Cleo is not cleared for public"
    assert (owned["due_kind"], waiting["due_kind"]) == ("next_update", "first_response")
    assert owned["due_at"] > now() and owned["queued_at"] > now() - timedelta(minutes=1)
    for row in await admin.fetch("SELECT facts, record FROM routing_decision"):
        assert recompute(*map(json.loads, row)).queue == "storage"
    clocks = await admin.fetch("SELECT case_id, kind FROM clock WHERE state = 'running' ORDER BY case_id, kind")
    assert [tuple(one) for one in clocks] == [
        (1, "next_update"),
        (1, "resolution"),
        (2, "first_response"),
        (2, "resolution"),
    ]
    async with as_system("public") as db:
        assert await drain_queues(db, now()) == 1
    assert await admin.fetchval("SELECT count(*) FROM support_case WHERE owner_id IS NULL") == 0


async def test_its_document_is_what_a_later_change_would_make_it(
    cast: Cast, nordhavn: Customer, admin: asyncpg.Connection, tmp_path: Path
) -> None:
    await brought_in(in_file(tmp_path, CLOSED, OPEN))
    columns = "title, body, codes, marks, family, tags, facts, tsv::text, outline::text"
    before = await admin.fetch(f"SELECT {columns} FROM search_document WHERE kind = 'case' ORDER BY object_id")
    async with as_system("public") as db:
        documents = [one for id in (1, 2) if (one := await case_document(db, id))]
        await index_documents(db, documents)
    assert await admin.fetch(f"SELECT {columns} FROM search_document WHERE kind = 'case' ORDER BY object_id") == before
    async with as_person(cast.ada) as db:
        assert next(hit.object_id for hit in await search(db, "firewall rule", kinds=["case"], limit=5)) == 1


async def test_its_pages_open(cast: Cast, nordhavn: Customer, tmp_path: Path) -> None:
    await brought_in(in_file(tmp_path, CLOSED, OPEN))
    async with browser_of(cast.ada) as browser:
        for ref in ("C-1", "C-2"):
            page = await browser.get(f"/cases/{ref}")
            assert page.status_code == 200 and "Somebody long gone" in page.text
            for part in ("why", "time", "trail"):
                assert (await browser.get(f"/cases/{ref}/{part}")).status_code in (200, 404), part


async def test_incidents_are_looked_for_where_it_is_open(
    cast: Cast, nordhavn: Customer, admin: asyncpg.Connection, tmp_path: Path
) -> None:
    await brought_in(in_file(tmp_path, CLOSED, OPEN))
    wanted = await admin.fetch(
        "SELECT convert_from(payload, 'UTF8') AS told FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE '%look_for_incidents%'"
    )
    assert len(wanted) == 1
    assert await run_jobs() > 0
    assert await admin.fetchval("SELECT count(*) FROM outgoing_mail") == 0


async def test_twice_is_once(cast: Cast, nordhavn: Customer, admin: asyncpg.Connection, tmp_path: Path) -> None:
    path = in_file(tmp_path, CLOSED, OPEN, CLOSED)
    assert summed(await brought_in(path)) == (2, 1, 0)
    events = await admin.fetchval("SELECT count(*) FROM event")
    assert summed(await brought_in(path)) == (0, 3, 0)
    assert await admin.fetchval("SELECT count(*) FROM event") == events


async def test_two_runs_at_once_bring_each_case_in_once(
    cast: Cast, nordhavn: Customer, admin: asyncpg.Connection, tmp_path: Path
) -> None:
    path = in_file(tmp_path, *(CLOSED | {"key": f"T-{n}"} for n in range(40)))
    tallies = await asyncio.gather(brought_in(path), brought_in(path))
    assert sum(one.new for one in tallies) == 40 and sum(one.there_already for one in tallies) == 40
    assert await admin.fetchval("SELECT count(*) FROM support_case") == 40


async def test_the_same_key_with_other_words_is_refused(cast: Cast, nordhavn: Customer, tmp_path: Path) -> None:
    await brought_in(in_file(tmp_path, CLOSED))
    path = in_file(tmp_path, CLOSED | {"description": "Something else."})
    tally = await brought_in(path)
    assert summed(tally) == (0, 0, 1) and "C-1 has the key T-1 already and says something else" in tally.failures[0][1]
    assert summed(await brought_in(path, source="other")) == (1, 0, 0)


BAD: list[tuple[dict[str, Any] | str, str]] = [
    ("{not json", "The line is not JSON"),
    ({"key": "T-9"}, "missing required field `customer`"),
    (CLOSED | {"when": "noon"}, "unknown field `when`. Leave it out"),
    (CLOSED | {"opened_at": "yesterday"}, "“opened_at”: Invalid RFC3339"),
    (CLOSED | {"customer": "Nobody"}, "There is no customer Nobody. Add the customer first"),
    (CLOSED | {"closed_at": "2024-01-01T00:00:00Z"}, "“closed_at” lies before “opened_at”"),
    (CLOSED | {"closed_at": "2099-01-01T00:00:00Z"}, "lies in the future"),
    (CLOSED | {"resolution": "done"}, "must be one of fixed,"),
    (OPEN | {"resolution": "fixed"}, "but not “closed_at”"),
    (CLOSED | {"family": "plumbing"}, "there is no plumbing. Known are:"),
    (CLOSED | {"product": "Abacus 9"}, "is not in the catalogue"),
    (CLOSED | {"region": "germanynorth-east"}, "there is no germanynorth-east in public"),
    (OPEN | {"contact": "who@nordhavn.example"}, "has no contact who@nordhavn.example"),
    (CLOSED | {"messages": [{"by": "note", "at": "2024-03-06T08:00:00Z", "text": "Hm."}]}, "has no author"),
    (
        CLOSED | {"messages": [{"by": "customer", "at": "2023-03-06T08:00:00Z", "text": "Hm."}]},
        "before the case was opened",
    ),
]


@pytest.mark.parametrize(("line", "reason"), BAD, ids=[reason for _, reason in BAD])
async def test_a_bad_line_says_what_to_do_and_stays_behind(
    cast: Cast, nordhavn: Customer, tmp_path: Path, line: dict[str, Any] | str, reason: str
) -> None:
    tally = await brought_in(in_file(tmp_path, line, CLOSED | {"key": "T-good"}))
    assert summed(tally) == (1, 0, 1)
    assert reason in tally.failures[0][1] and tally.failures[0][0].place == "history.jsonl:1"


async def test_what_the_database_refuses_is_found_by_halves(
    cast: Cast, nordhavn: Customer, admin: asyncpg.Connection, tmp_path: Path
) -> None:
    await admin.execute("ALTER TABLE support_case ADD CONSTRAINT ck_test CHECK (title <> 'The thirteenth of them')")
    try:
        lines = [
            CLOSED | {"key": f"T-{n}", "title": "The thirteenth of them" if n == 13 else f"Number {n} of them"}
            for n in range(40)
        ]
        tally = await brought_in(in_file(tmp_path, *lines))
    finally:
        await admin.execute("ALTER TABLE support_case DROP CONSTRAINT ck_test")
    assert summed(tally) == (39, 0, 1) and tally.failures[0][0].place == "history.jsonl:14"


async def test_stopped_in_between_the_next_run_goes_on(
    cast: Cast, nordhavn: Customer, admin: asyncpg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_importer, "BATCH", 5)
    path, importer = in_file(tmp_path, *(CLOSED | {"key": f"T-{n}"} for n in range(40))), HistoryImporter("desk")

    def stop_soon(_bytes: int) -> None:
        if importer.tally.lines == 22:
            importer.stop.set()

    first = await importer.run([path], stop_soon)
    assert first.stopped == "You stopped it" and first.new < 40
    assert await admin.fetchval("SELECT count(*) FROM support_case") == first.new
    second = await brought_in(path)
    assert (second.new, second.there_already) == (40 - first.new, first.new)


async def test_a_case_stays_within_its_customers_boundary(
    cast: Cast, admin: asyncpg.Connection, tmp_path: Path
) -> None:
    customer = await a_customer("Elbe Kliniken", "germany")
    line = {name: value for name, value in CLOSED.items() if name != "contact"} | {"customer": customer.ref}
    assert summed(await brought_in(in_file(tmp_path, line))) == (1, 0, 0)
    for table in ("support_case", "case_entry", "case_closure", "event", "search_document"):
        assert (
            await admin.fetchval(f"SELECT count(*) FROM {table} WHERE boundary <> 'germany' AND boundary <> 'public'")
            == 0
        )
    async with as_person(cast.ada) as db:
        with pytest.raises(NotFound):
            await case_for(db, cast.ada, "C-1")
    async with as_person(cast.cleo) as db:
        assert (await case_for(db, cast.cleo, "C-1")).boundary == "germany"


async def test_an_auditor_brings_nothing_in(cast: Cast, nordhavn: Customer) -> None:
    async with as_person(cast.otto) as db:
        with pytest.raises(NotAllowed):
            await bring_in_cases(db, [], "desk", by=cast.otto)


async def test_trying_writes_nothing(cast: Cast, nordhavn: Customer, admin: asyncpg.Connection, tmp_path: Path) -> None:
    path = in_file(tmp_path, CLOSED, OPEN, "{not json")
    assert summed(await brought_in(path, dry_run=True)) == (2, 0, 1)
    assert await admin.fetchval("SELECT count(*) FROM support_case") == 0
    await brought_in(path)
    assert summed(await brought_in(path, dry_run=True)) == (0, 2, 1)


async def test_the_command_tells_and_keeps_what_failed(cast: Cast, nordhavn: Customer, tmp_path: Path) -> None:
    path, mend = in_file(tmp_path, CLOSED, OPEN | {"severity": "huge"}), tmp_path / "mend.jsonl"
    ended = await shell("import", "history", str(path), "--source", "desk", "--errors", str(mend))
    assert ended.code == 1 and "1 of 2 lines brought in, 0 there already, 1 failed" in ended.out
    assert "history.jsonl:2 “severity”: Invalid enum value 'huge'" in ended.out
    mended = tmp_path / "mended.jsonl"
    mended.write_text(mend.read_text().replace('"huge"', '"B"'))
    assert (await shell("import", "history", str(mended), "--source", "desk")).code == 0
    assert (await shell("import", "history", str(tmp_path / "none.jsonl"), "--source", "desk")).code == 2
    assert (await shell("import", "history", str(path))).code == 2
