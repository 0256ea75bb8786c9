"""Who is spoken to in a note is mailed as they wish, once, and nothing of what was written leaves the house."""

from datetime import timedelta

import asyncpg
import pytest

from escalations.cases.actions import add_note, stay_at_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.integrations.notices.reactions import deliver_notice
from escalations.integrations.notices.sweeps import sweep_notice_mail
from escalations.people.actions import choose_language, choose_mention_mail, see_notices
from escalations.people.models import Person
from escalations.people.queries import notices_of
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.mail import MailDelayed
from escalations.platform.time import now, time_at
from escalations.platform.trail import trail_of
from tests.builders import a_case
from tests.cast import Cast
from tests.integrations.smtp import MailServer, mail_server
from tests.support import as_person, as_system, browser_of, program_of, run_jobs

LATER = timedelta(minutes=16)
SECRET = "the blob key of Nordhavn is in the vault"


async def mentioned(cast: Cast, before: Case | None = None) -> Case:
    case = before or await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        note = f"@{cast.ben.name} {SECRET}"
        await add_note(db, await case_for(db, cast.ada, case.ref, lock=True), note, by=cast.ada)
    await run_jobs()
    return case


async def wishes(person: Person, when: str) -> None:
    async with as_person(person) as db:
        own = await db.get_one(Person, person.id)
        await choose_mention_mail(db, own, when, by=own)


async def mailed_after(monkeypatch: pytest.MonkeyPatch, pause: timedelta) -> MailServer:
    async with mail_server(monkeypatch) as server:
        for _ in range(2):
            with time_at(now() + pause):
                async with as_system() as db:
                    await sweep_notice_mail(db, now())
                await run_jobs()
        return server


async def test_who_does_not_look_is_mailed_once_without_a_word_of_the_note(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await mentioned(cast)
    assert (await mailed_after(monkeypatch, timedelta(minutes=14))).received == []
    server = await mailed_after(monkeypatch, LATER)
    (message,) = server.received
    assert message["To"] == cast.ben.email
    assert message["Subject"] == f"{cast.ada.name} mentioned you in a note on {case.ref}"
    text = message.get_content()
    assert f"/cases/{case.ref}#entry-" in text and "/me" in text
    assert SECRET not in message.as_string() and case.title not in message.as_string()
    assert (await mailed_after(monkeypatch, 3 * LATER)).received == []
    async with as_system() as db:
        assert f"mailed a notice to {cast.ben.name}" in [row.told for row in await trail_of(db, case.subject)]


async def test_who_looked_is_not_mailed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = await mentioned(cast)
    async with as_person(cast.ben) as db:
        await stay_at_case(db, await case_for(db, cast.ben, case.ref), "viewing", by=cast.ben, tab="one")
    assert (await mailed_after(monkeypatch, LATER)).received == []
    await mentioned(cast, case)
    async with as_person(cast.ben) as db:
        await see_notices(db, cast.ben, up_to=max(notice.id for notice in await notices_of(db, cast.ben)))
    assert (await mailed_after(monkeypatch, LATER)).received == []


async def test_everybody_chooses(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    await wishes(cast.ben, "never")
    case = await mentioned(cast)
    assert (await mailed_after(monkeypatch, LATER)).received == []
    await wishes(cast.ben, "always")
    await mentioned(cast, case)
    assert len((await mailed_after(monkeypatch, timedelta(seconds=1))).received) == 1
    async with as_person(cast.ben) as db:
        own = await db.get_one(Person, cast.ben.id)
        with pytest.raises(Refused):
            await choose_mention_mail(db, own, "sometimes", by=own)
        with pytest.raises(NotAllowed):
            await choose_mention_mail(db, own, "never", by=cast.ada)
        told = [row.told for row in await trail_of(db, cast.ben.subject)]
    assert told.count("is mailed whenever mentioned") == 1


async def test_the_page_takes_the_wish_and_the_mail_is_in_their_language(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with browser_of(cast.ben) as ben:
        assert "When somebody mentions me in a note" in (await ben.get("/me", follow_redirects=True)).text
        assert (await ben.submit("/me/mention-mail", when="always")).status_code in (200, 303)
        mended = await ben.submit("/me/mention-mail", when="sometimes")
        assert mended.status_code == 422 and "Choose one of the options." in mended.text
        assert "<option selected>sometimes</option>" in mended.text and "Signed in from" in mended.text
    async with as_person(cast.ben) as db:
        own = await db.get_one(Person, cast.ben.id)
        assert own.mails_mentions == "always"
        await choose_language(db, own, "de", by=own)
    case = await mentioned(cast)
    (message,) = (await mailed_after(monkeypatch, timedelta(seconds=1))).received
    assert message["Subject"] == f"{cast.ada.name} hat Sie in einer Notiz zu {case.ref} erwähnt"
    assert "Sie erhalten" in message.get_content()


async def test_who_may_not_see_it_any_more_is_not_mailed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, admin: asyncpg.Connection
) -> None:
    await mentioned(cast)
    await admin.execute("UPDATE clearance SET revoked_at = now() WHERE person_id = $1", cast.ben.id)
    assert (await mailed_after(monkeypatch, LATER)).received == []


async def test_a_server_that_is_away_is_tried_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    await wishes(cast.ben, "always")
    case = await mentioned(cast)
    async with as_person(cast.ben) as db:
        (notice,) = [one for one in await notices_of(db, cast.ben) if case.ref in one.text]
    with pytest.raises(MailDelayed):
        await deliver_notice({"notice": notice.id, "boundary": "public"})
    assert len((await mailed_after(monkeypatch, LATER)).received) == 1


async def test_a_program_reads_and_changes_the_wish_of_its_person(cast: Cast) -> None:
    async with program_of(cast.ben) as program:
        assert (await program.get("/api/me/mention-mail")).json() == {"when": "unseen"}
        for _ in range(2):
            answer = await program.post("/api/me/mention-mail", json={"when": "never"})
            assert answer.status_code == 200 and answer.json() == {"when": "never"}
        refused = await program.post("/api/me/mention-mail", json={"when": "sometimes"})
        assert refused.status_code == 409 and "always, or never" in refused.json()["detail"]
        assert (await program.post("/api/me/mention-mail", json={})).status_code == 400
        assert (await program.get("/api/me/mention-mail")).json() == {"when": "never"}
    async with program_of(cast.ada) as program:
        assert (await program.get("/api/me/mention-mail")).json() == {"when": "unseen"}
    async with as_person(cast.ben) as db:
        told = [row.told for row in await trail_of(db, cast.ben.subject)]
    assert told.count("is mailed no mentions") <= 1
