"""Drafts: kept on the server for one person, never lost, never written over, seen by nobody else."""

import asyncpg
import pytest

from escalations.cases.actions import DraftedElsewhere, add_customer_message, drop_draft, reply_to_customer, save_draft
from escalations.cases.models import Case
from escalations.cases.queries import case_for, newest_entry
from escalations.cases.queries.drafts import draft_of, drafts_of
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed
from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.trail import trail_of
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of, program_of

TEXT = "Hello Lena, I have found the"


async def drafted(by: Person, ref: str, text: str, version: int = 0, kind: str = "reply") -> int:
    async with as_person(by) as db:
        case = await case_for(db, by, ref)
        draft = await save_draft(db, case, kind, text, version=version, seen=await newest_entry(db, case), by=by)
        return draft.version if draft else 0


async def kept(by: Person, ref: str) -> dict[str, str]:
    async with as_person(by) as db:
        return {kind: draft.body for kind, draft in (await drafts_of(db, await case_for(db, by, ref))).items()}


async def test_a_draft_is_kept_as_it_grows_and_twice_is_once(cast: Cast) -> None:
    case = await a_case(cast.ada)
    first = await drafted(cast.ada, case.ref, TEXT)
    assert await drafted(cast.ada, case.ref, TEXT, 0) == first
    second = await drafted(cast.ada, case.ref, f"{TEXT} cause.", first)
    assert second > first
    await drafted(cast.ada, case.ref, "For the next one", kind="note")
    assert await kept(cast.ada, case.ref) == {"reply": f"{TEXT} cause.", "note": "For the next one"}


async def test_it_is_no_event(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        before = len(await trail_of(db, case.subject))
    await drafted(cast.ada, case.ref, TEXT)
    async with as_person(cast.ada) as db:
        assert len(await trail_of(db, case.subject)) == before


async def test_another_window_does_not_write_over_it(cast: Cast) -> None:
    case = await a_case(cast.ada)
    first = await drafted(cast.ada, case.ref, TEXT)
    await drafted(cast.ada, case.ref, "From the other window", first)
    with pytest.raises(DraftedElsewhere, match="another window too"):
        await drafted(cast.ada, case.ref, "From this window", first)
    with pytest.raises(DraftedElsewhere):
        await drafted(cast.ada, case.ref, "Begun at the same time", 0)
    assert await kept(cast.ada, case.ref) == {"reply": "From the other window"}


async def test_what_was_sent_is_no_draft_and_does_not_come_back(cast: Cast) -> None:
    case = await a_case(cast.ada)
    version = await drafted(cast.ada, case.ref, TEXT)
    async with as_person(cast.ada) as db:
        await reply_to_customer(db, await case_for(db, cast.ada, case.ref, lock=True), f"{TEXT} cause.", by=cast.ada)
    assert await kept(cast.ada, case.ref) == {}
    with pytest.raises(DraftedElsewhere) as conflict:
        await drafted(cast.ada, case.ref, f"{TEXT} cau", version)
    assert conflict.value.theirs is None


async def test_an_emptied_or_discarded_draft_is_gone(cast: Cast) -> None:
    case = await a_case(cast.ada)
    version = await drafted(cast.ada, case.ref, TEXT)
    assert await drafted(cast.ada, case.ref, "  ", version) == 0
    await drafted(cast.ada, case.ref, TEXT)
    for _ in range(2):
        async with as_person(cast.ada) as db:
            await drop_draft(db, await case_for(db, cast.ada, case.ref), "reply", by=cast.ada)
    assert await kept(cast.ada, case.ref) == {}


async def test_nobody_else_sees_it_not_even_the_system(cast: Cast, postgres: EmbeddedPostgres) -> None:
    case = await a_case(cast.ada)
    await drafted(cast.ada, case.ref, TEXT)
    assert await kept(cast.ben, case.ref) == {}
    async with as_system("public") as db:
        assert await draft_of(db, await db.get_one(Case, case.id), "reply") is None
    connection = await asyncpg.connect(postgres.app_url)
    try:
        async with connection.transaction():
            await connection.execute("SELECT set_config('app.person_id', $1, true)", str(cast.ben.id))
            assert await connection.fetchval("SELECT count(*) FROM case_draft") == 0
            assert await connection.execute("UPDATE case_draft SET body = 'mine'") == "UPDATE 0"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with connection.transaction():
                await connection.execute("SELECT set_config('app.person_id', $1, true)", str(cast.ben.id))
                await connection.execute(
                    """INSERT INTO case_draft (boundary, version, case_id, person_id, kind, body, seen, at)
                    VALUES ('public', 1, $1, $2, 'note', 'x', 0, now())""", case.id, cast.ada.id,
                )  # fmt: skip
    finally:
        await connection.close()


async def test_who_may_not_write_may_not_draft(cast: Cast) -> None:
    case = await a_case(cast.ada)
    with pytest.raises(NotAllowed):
        await drafted(cast.otto, case.ref, TEXT)
    with pytest.raises(NotAllowed):
        await drafted(cast.pia, case.ref, TEXT)
    assert await drafted(cast.pia, case.ref, "The group saw this before.", kind="note") == 1
    async with browser_of(cast.cleo) as cleo:
        assert (await cleo.submit(f"/cases/{case.ref}/drafts/reply", htmx=True, text=TEXT)).status_code == 404
    async with browser_of(cast.otto) as otto:
        assert (await otto.submit(f"/cases/{case.ref}/drafts/reply", htmx=True, text=TEXT)).status_code == 403


async def test_it_stands_in_the_composer_on_every_machine(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(
            f"/cases/{case.ref}/drafts/reply", htmx=True, text=f"{TEXT}\r\ncause", version=0, last_seen=1
        )
        assert answer.status_code == 200 and "Draft kept" in answer.text
    async with browser_of(cast.ada) as elsewhere:
        assert f"{TEXT}\ncause" in (await elsewhere.get(f"/cases/{case.ref}")).text
        gone = await elsewhere.submit(f"/cases/{case.ref}/drafts/reply/withdrawal", htmx=True)
        assert gone.status_code == 200
        assert TEXT not in (await elsewhere.get(f"/cases/{case.ref}")).text
    async with browser_of(cast.ben) as ben:
        assert TEXT not in (await ben.get(f"/cases/{case.ref}")).text


async def test_two_windows_show_both_texts(cast: Cast) -> None:
    case = await a_case(cast.ada)
    first = await drafted(cast.ada, case.ref, TEXT)
    await drafted(cast.ada, case.ref, "From the other window", first)
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(f"/cases/{case.ref}/drafts/reply", htmx=True, text="From this window", version=first)
        assert answer.status_code == 409
        assert "From the other window" in answer.text and "Keep what stands here" in answer.text
        kept_here = await ada.submit(
            f"/cases/{case.ref}/drafts/reply", htmx=True, text="From this window", version=first + 1
        )
        assert kept_here.status_code == 200
    assert await kept(cast.ada, case.ref) == {"reply": "From this window"}


async def test_new_messages_since_one_began_are_counted_before_sending(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await drafted(cast.ada, case.ref, TEXT)
    async with as_person(cast.ben) as db:
        row = await case_for(db, cast.ben, case.ref, lock=True)
        for text in ("It works again.", "No, it does not."):
            await add_customer_message(db, row, text, by=cast.ben)
    async with browser_of(cast.ada) as ada:
        assert 'name="last_seen" value="1"' in (await ada.get(f"/cases/{case.ref}")).text
        held = await ada.submit(f"/cases/{case.ref}/replies", htmx=True, text=f"{TEXT} cause.", last_seen=1)
        assert held.status_code == 422 and "2 new messages since you began, from Lena Vogt" in held.text
        mark = held.text.split("/replies/mending/")[1].split('"')[0]
        read = await ada.submit(
            f"/cases/{case.ref}/replies/mending/{mark}", htmx=True, text=f"{TEXT} cause.", last_seen=1, version=1
        )
        assert read.status_code == 200 and "new messages" not in read.text
        seen = read.text.split('name="last_seen" value="')[1].split('"')[0]
        sent = await ada.submit(f"/cases/{case.ref}/replies", htmx=True, text=f"{TEXT} cause.", last_seen=seen)
        assert sent.status_code == 200


async def test_programs_keep_drafts_too(cast: Cast) -> None:
    case = await a_case(cast.ada)
    url = f"/api/cases/{case.ref}/drafts/reply"
    async with program_of(cast.ada) as ada:
        assert (await ada.get(url)).status_code == 404
        assert (await ada.put(url, json={"text": TEXT})).json()["version"] == 1
        assert (await ada.put(url, json={"text": "Another", "version": 0})).status_code == 409
        assert (await ada.get(url)).json()["text"] == TEXT
        assert (await ada.delete(url)).status_code == 204
        assert (await ada.get(url)).status_code == 404
    async with program_of(cast.cleo) as cleo:
        assert (await cleo.put(url, json={"text": TEXT})).status_code == 404
