"""One verb on many cases: each works, is harmless twice, is refused in words, is taken back; and who may do it."""

from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from escalations.cases.actions import add_note, assign_case, change_severity, close_case, reopen_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.desk.bulk.actions import begin_bulk, do_step, preview_bulk, undo_bulk
from escalations.desk.bulk.choosing import Chosen, chosen
from escalations.desk.bulk.models import Bulk, BulkCase
from escalations.desk.bulk.queries import bulk_for, cases_of_bulk
from escalations.desk.bulk.trying import Tried
from escalations.desk.bulk.verbs import ACTIONS
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.platform.time import now
from tests.cast import Cast
from tests.desk.scenes import owned, unowned
from tests.incidents.scenes import an_incident
from tests.support import as_person

FIELDS = (
    "owner_id", "turn", "claimed", "severity", "snoozed_until", "closed_at", "due_at", "due_kind", "version", "changed_at",
)  # fmt: skip


async def states(admin: asyncpg.Connection) -> list[tuple[Any, ...]]:
    rows = await admin.fetch(f"SELECT id, {', '.join(FIELDS)} FROM support_case ORDER BY id")
    return [tuple(row) for row in rows]


async def picked(admin: asyncpg.Connection) -> list[Chosen]:
    return chosen([f"C-{id}.{version}" for id, version in await admin.fetch("SELECT id, version FROM support_case")])


def asked(cast: Cast, action: str) -> dict[str, object]:
    until = now().replace(microsecond=0) + timedelta(minutes=20)
    return {
        "assign": {"owner": cast.ben.ref},
        "take": {},
        "wait": {"on_whom": "customer", "question": "Does it still happen?", "until": until},
        "snooze": {"until": until, "reason": "they are closed now"},
        "severity": {"severity": "C", "reason": "the customer says so"},
        "link": {"incident": "I-1"},
        "note": {"text": "Seen with the others."},
        "close": {"resolution": "fixed", "note": "The key was rotated back."},
    }[action]


async def do(by: Person, action: str, cases: list[Chosen], **more: object) -> tuple[Bulk, list[BulkCase]]:
    async with as_person(by) as db:
        bulk = await begin_bulk(db, len(cases), ACTIONS[action], by=by)
        await do_step(db, bulk, cases, ACTIONS[action].form.model_validate(more), by=by)
        return bulk, await cases_of_bulk(db, bulk)


async def look(by: Person, action: str, cases: list[Chosen], **more: object) -> list[Tried]:
    async with as_person(by) as db:
        return await preview_bulk(db, cases, ACTIONS[action], ACTIONS[action].form.model_validate(more), by=by)


async def take_back(by: Person, bulk: Bulk) -> list[BulkCase]:
    async with as_person(by) as db:
        return await undo_bulk(db, await bulk_for(db, by, bulk.ref, lock=True), by=by)


async def told(admin: asyncpg.Connection, case: Case) -> list[str]:
    rows = await admin.fetch("SELECT action FROM event WHERE subject = $1 ORDER BY id", case.subject)
    return [row["action"] for row in rows]


@pytest.fixture
async def two(cast: Cast) -> list[Case]:
    """In the queue, and Ada's to take or Dora's to give."""
    await an_incident(cast.dora)
    return [await unowned(cast), await unowned(cast)]


@pytest.mark.parametrize("action", [*ACTIONS])
async def test_a_preview_tells_what_would_be_and_writes_nothing(
    cast: Cast, admin: asyncpg.Connection, two: list[Case], action: str
) -> None:
    before = (
        await states(admin),
        await admin.fetchval("SELECT count(*) FROM event"),
        await admin.fetchval("SELECT count(*) FROM pgqueuer"),
    )
    told_before = await look(cast.dora, action, await picked(admin), **asked(cast, action))
    assert before == (
        await states(admin), await admin.fetchval("SELECT count(*) FROM event"), await admin.fetchval("SELECT count(*) FROM pgqueuer"),
    )  # fmt: skip
    _, rows = await do(cast.dora, action, await picked(admin), **asked(cast, action))
    assert [(one.outcome, one.why) for one in told_before] == [(row.outcome, row.why) for row in rows]
    assert {row.outcome for row in rows} == {"done"}


@pytest.mark.parametrize("action", [*ACTIONS])
async def test_each_is_told_on_its_case_and_harmless_twice(
    cast: Cast, admin: asyncpg.Connection, two: list[Case], action: str
) -> None:
    form = asked(cast, action)
    bulk, _ = await do(cast.dora, action, await picked(admin), **form)
    for case in two:
        assert (await told(admin, case)).count("DoneInBulk") == 1, "and the event of the verb itself before it"
    async with as_person(cast.dora) as db:
        row = await bulk_for(db, cast.dora, bulk.ref, lock=True)
        again = await do_step(db, row, await picked(admin), ACTIONS[action].form.model_validate(form), by=cast.dora)
    assert again == [], "a step that is sent twice does nothing"
    _, rows = await do(cast.dora, action, await picked(admin), **form)
    assert {row.outcome for row in rows} == ({"done"} if action == "note" else {"same"})


@pytest.mark.parametrize("action", [name for name, action in ACTIONS.items() if action.undoes])
async def test_all_of_it_is_taken_back(cast: Cast, admin: asyncpg.Connection, two: list[Case], action: str) -> None:
    asks = "SELECT owner_id, turn, claimed, severity, snoozed_until, closed_at FROM support_case ORDER BY id"
    before = await admin.fetch(asks)
    bulk, _ = await do(cast.dora, action, await picked(admin), **asked(cast, action))
    rows = await take_back(cast.dora, bulk)
    assert [row.undone for row in rows] == ["undone", "undone"] and await admin.fetch(asks) == before
    assert await admin.fetchval("SELECT count(*) FROM dead_end_case") == 0
    assert await admin.fetchval("SELECT count(*) FROM case_incident_link WHERE state = 'confirmed'") == 0
    for case in two:
        assert (await told(admin, case))[-1] == "BulkTakenBack" and (await told(admin, case)).count(
            "BulkTakenBack"
        ) == 1
    assert await take_back(cast.dora, bulk) == []
    with pytest.raises(Refused, match="was taken back"):
        async with as_person(cast.dora) as db:
            row = await bulk_for(db, cast.dora, bulk.ref, lock=True)
            await do_step(db, row, [], ACTIONS[action].form.model_validate(asked(cast, action)), by=cast.dora)


async def test_a_note_cannot_be_taken_back(cast: Cast, admin: asyncpg.Connection, two: list[Case]) -> None:
    bulk, _ = await do(cast.dora, "note", await picked(admin), text="Seen.")
    with pytest.raises(Refused, match="cannot be taken back"):
        await take_back(cast.dora, bulk)


async def test_what_is_refused_holds_up_none_of_the_others(cast: Cast, admin: asyncpg.Connection) -> None:
    free, german = await unowned(cast), await unowned(cast, "germany")
    cases, form = await picked(admin), asked(cast, "assign")
    looked = {one.ref: one for one in await look(cast.dora, "assign", cases, **form)}
    bulk, rows = await do(cast.dora, "assign", cases, **form)
    done = {row.case_id: row for row in rows}
    assert done[free.id].outcome == "done" and done[german.id].outcome == "refused"
    assert done[german.id].why == looked[german.ref].why == "Ben is not cleared for germany. Choose somebody who is."
    assert (await told(admin, german)).count("DoneInBulk") == 0
    assert [row.undone for row in await take_back(cast.dora, bulk)] == ["undone"]


async def test_who_may_not_give_cases_to_others_is_told_so_of_each(cast: Cast, admin: asyncpg.Connection) -> None:
    await unowned(cast)
    (one,) = await look(cast.ada, "assign", await picked(admin), owner=cast.ben.ref)
    assert one.outcome == "refused" and "may not assign cases to other people" in one.why


async def test_a_case_that_changed_since_is_skipped_and_told(cast: Cast, admin: asyncpg.Connection) -> None:
    still, changed = await owned(cast), await owned(cast)
    cases = await picked(admin)
    async with as_person(cast.ben) as db:
        row = await case_for(db, cast.ben, changed.ref, lock=True)
        await change_severity(db, row, "claimed", "A", "it is worse now", by=cast.ben)
    _, rows = await do(cast.ada, "close", cases, **asked(cast, "close"))
    assert {row.case_id: row.outcome for row in rows} == {still.id: "done", changed.id: "stale"}
    assert await admin.fetchval("SELECT closed_at FROM support_case WHERE id = $1", changed.id) is None


async def test_what_others_did_since_is_not_taken_back(cast: Cast, admin: asyncpg.Connection) -> None:
    given, ours = await unowned(cast), await unowned(cast)
    bulk, _ = await do(cast.dora, "assign", await picked(admin), owner=cast.ben.ref)
    async with as_person(cast.dora) as db:
        await assign_case(db, await case_for(db, cast.dora, given.ref, lock=True), cast.rex, by=cast.dora)
        await add_note(db, await case_for(db, cast.dora, ours.ref, lock=True), "A note changes no owner.", by=cast.dora)
    rows = {row.case_id: row for row in await take_back(cast.dora, bulk)}
    assert (rows[given.id].undone, rows[ours.id].undone) == ("kept", "undone") and "Somebody else" in rows[
        given.id
    ].undone_why
    owners = dict(await admin.fetch("SELECT id, owner_id FROM support_case"))
    assert owners == {given.id: cast.rex.id, ours.id: None}


async def test_outsiders_and_auditors(cast: Cast, admin: asyncpg.Connection) -> None:
    await unowned(cast)
    cases = await picked(admin)
    for one in (await look(cast.cleo, "take", cases), (await do(cast.cleo, "take", cases))[1]):
        assert [getattr(row, "outcome", "") for row in one] in (["refused"], []), "what one may not see is not there"
    assert await admin.fetchval("SELECT owner_id FROM support_case") is None
    with pytest.raises(NotAllowed):
        await look(cast.otto, "take", cases)
    with pytest.raises(NotAllowed):
        await do(cast.otto, "take", cases)
    bulk, _ = await do(cast.ada, "take", cases)
    with pytest.raises(NotFound):
        await take_back(cast.ben, bulk)


async def test_a_hundred_takings_have_one_winner_each(cast: Cast, admin: asyncpg.Connection) -> None:
    await unowned(cast)
    cases = await picked(admin)
    _, first = await do(cast.ada, "take", cases)
    _, second = await do(cast.ben, "take", await picked(admin))
    assert first[0].outcome == "done" and second[0].outcome == "refused" and "Ada already owns" in second[0].why


async def test_a_reopened_case_stays_as_it_is(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await owned(cast)
    bulk, _ = await do(cast.ada, "close", await picked(admin), **asked(cast, "close"))
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref, lock=True)
        await reopen_case(db, row, "it came back", by=cast.ada)
        await close_case(db, row, "workaround", "They restart it every night.", by=cast.ada)
    (kept,) = await take_back(cast.ada, bulk)
    assert kept.undone == "kept" and "reopened since" in kept.undone_why
