"""What the gate said of what was sent, and that nothing goes out without it."""

import ast
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from escalations.cases.actions import HeldByGate, add_note, attach_file, reply_to_customer
from escalations.cases.actions.gating import text_hash
from escalations.cases.models import CaseEntry
from escalations.cases.queries import case_for, entries_of
from escalations.cases.queries.gating import verdict_on, verdicts_of
from escalations.integrations.actions import write_mail
from escalations.integrations.models import CaseMail
from escalations.platform.db import nothing_to_record
from escalations.platform.mail import MailRejected
from escalations.platform.time import now
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of, program_of, run_jobs

SOURCES = Path(__file__).resolve().parents[2] / "src" / "escalations"


async def test_a_sent_reply_has_its_verdict(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref, lock=True)
        entry = (await reply_to_customer(db, case, "Hello Lena, I have this now.", by=cast.ada)).entry
        verdict = await verdict_on(db, entry)
        assert verdict is not None
        assert (verdict.errors, verdict.warnings, verdict.reason, verdict.author_name) == (0, 0, "", "Ada")
        assert verdict.recipient == "ops@harbour-foods.example" and verdict.text_hash == text_hash(entry.body)


async def test_an_overruled_warning_is_kept_with_its_reason(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    text = "I will call you within two hours."
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref, lock=True)
        with pytest.raises(HeldByGate):
            await reply_to_customer(db, case, text, by=cast.ada, gate_reason="  ")
        entry = (await reply_to_customer(db, case, text, by=cast.ada, gate_reason=" agreed on the phone ")).entry
        verdict = await verdict_on(db, entry)
        assert verdict is not None and verdict.reason == "agreed on the phone"
        assert [(one["rule"], one["level"]) for one in verdict.findings] == [("promise", "warning")]
    async with program_of(cast.ada) as ada:
        (told,) = (await ada.get(f"/api/cases/{opened.ref}/verdicts")).json()
        assert (told["warnings"], told["reason"]) == (1, "agreed on the phone")
    async with browser_of(cast.ada) as ada_at_home:
        assert "agreed on the phone" in (await ada_at_home.get(f"/cases/{opened.ref}/verdicts")).text
    async with browser_of(cast.cleo) as cleo:
        assert (await cleo.get(f"/cases/{opened.ref}/verdicts")).status_code == 404


async def test_the_database_lets_no_error_and_no_unexplained_warning_pass(
    cast: Cast, admin: asyncpg.Connection
) -> None:
    case = await a_case(cast.ada)
    row = "INSERT INTO gate_verdict (boundary, case_id, entry_id, at, author_name, recipient, text_hash, rules, errors, warnings, findings, reason)"
    for errors, warnings, reason in ((1, 0, "because"), (0, 1, "")):
        with pytest.raises(asyncpg.CheckViolationError):
            await admin.execute(
                f"{row} VALUES ('public', $1, 1, now(), 'x', '', repeat('0', 64), '1', $2, $3, '[]', $4)", case.id, errors, warnings, reason
            )  # fmt: skip


async def test_no_mail_without_a_verdict(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    with pytest.raises(IntegrityError, match="fk_outgoing_mail_verdict"):
        async with as_system("public") as db:
            nothing_to_record(db, "somebody writes past the gate")
            entry = CaseEntry(
                boundary="public", case_id=opened.id, kind="reply", body="Unchecked", at=now(), author_name="Nobody"
            )
            db.add(entry)
            await db.flush()
            await write_mail(db, entry.id)


async def test_a_text_that_changed_after_its_verdict_is_not_mailed(cast: Cast, admin: asyncpg.Connection) -> None:
    from escalations.integrations.actions import composed

    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref, lock=True)
        entry = (await reply_to_customer(db, case, "Hello Lena, I have this now.", by=cast.ada)).entry
    await run_jobs()
    async with as_system("public") as db:
        mail = (await db.exec(select(CaseMail).where(CaseMail.entry_id == entry.id))).one()
        assert "I have this now" in (await composed(db, mail)).text
    await admin.execute("UPDATE case_entry SET body = 'Something else' WHERE id = $1", entry.id)
    async with as_system("public") as db:
        mail = (await db.exec(select(CaseMail).where(CaseMail.entry_id == entry.id))).one()
        with pytest.raises(MailRejected, match="gate"):
            await composed(db, mail)


TO_COLLEAGUES = "integrations/notices/actions.py"
"""It mails people who sign in here, at the address they sign in with, a sentence of ours."""
CALLERS = {
    "send_mail": {"integrations/actions.py", TO_COLLEAGUES},
    "OutgoingMail": {"integrations/actions.py", TO_COLLEAGUES},
    "CaseMail": {"integrations/actions.py"},
    "write_mail": {"integrations/reactions.py", "integrations/actions.py"},
}


@pytest.mark.parametrize("name", CALLERS)
def test_there_is_one_door_for_mail(name: str) -> None:
    """Whoever writes a second way out to customers has to bring it through the gate and then here."""
    found = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            called = getattr(node, "func", None)
            if isinstance(node, ast.Call) and name in (getattr(called, "id", ""), getattr(called, "attr", "")):
                found.add(str(path.relative_to(SOURCES)))
    assert found == CALLERS[name]


async def test_internal_notes_and_masked_secrets(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    note = "The backend team suspects the September regression in the storage front end."
    key = "AccountKey=" + "A1b2C3d4" * 6
    async with as_person(cast.ada) as db:
        await add_note(db, await case_for(db, cast.ada, opened.ref), note, by=cast.ada)
    async with program_of(cast.ada) as ada:
        found = (await ada.post(f"/api/cases/{opened.ref}/replies/check", json={"text": f"{note}\n{key}"})).json()
        assert {(one["rule"], one["level"]) for one in found} == {("internal", "error"), ("secret", "error")}
        assert not any("C3d4A1b2" in str(one) for one in found)
    async with as_person(cast.ada) as db:
        assert not await verdicts_of(db, await case_for(db, cast.ada, opened.ref))


async def test_strangers_are_looked_up_by_name_domain_address_and_subscription(cast: Cast) -> None:
    await a_customer(name="Alpine Insurance AG")
    opened = await a_case(cast.ada)
    async with program_of(cast.ada) as ada:
        for text in (
            "ALPINE-INSURANCE saw it",
            "at files.alpine-insurance-ag.example",
            "ops@alpine-insurance-ag.example",
        ):
            found = (await ada.post(f"/api/cases/{opened.ref}/replies/check", json={"text": text})).json()
            assert [(one["rule"], one["level"]) for one in found] == [("other customer", "error")], text
        mine = (
            await ada.post(
                f"/api/cases/{opened.ref}/replies/check", json={"text": "Harbour Foods, ops@harbour-foods.example"}
            )
        ).json()
        assert mine == []
        staff = (
            await ada.post(f"/api/cases/{opened.ref}/replies/check", json={"text": f"Write to {cast.ben.email}"})
        ).json()
        assert [(one["rule"], one["level"]) for one in staff] == [("our own", "error")]


async def test_a_contact_who_left_or_is_alone_at_a_domain(cast: Cast, admin: asyncpg.Connection) -> None:
    opened = await a_case(cast.ada)
    await admin.execute("UPDATE support_case SET contact_id = (SELECT min(id) FROM contact) WHERE id = $1", opened.id)
    await admin.execute(
        """INSERT INTO contact (version, boundary, customer_id, name, email, title, time_zone, language)
        SELECT 1, boundary, customer_id, 'Tom', 'tom@mailbox.example', '', 'UTC', 'en' FROM contact"""
    )

    async def said() -> list[tuple[str, str]]:
        async with program_of(cast.ada) as ada:
            found = (await ada.post(f"/api/cases/{opened.ref}/replies/check", json={"text": "Hello Lena."})).json()
        return [(one["level"], one["says"]) for one in found]

    assert await said() == [("warning", "Nobody else of Harbour Foods has an address at harbour-foods.example.")]
    await admin.execute("UPDATE contact SET left_at = now() WHERE name = 'Lena Vogt'")
    assert await said() == [("error", "Lena Vogt has left Harbour Foods.")]


async def test_a_file_that_the_text_brings_along_is_read(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    content = b"line one\npassword: Xk9#mLq2vT\n"
    async with as_person(cast.ada) as db:
        await attach_file(db, await case_for(db, cast.ada, opened.ref, lock=True), "trace.log", content, by=cast.ada)
    async with program_of(cast.ada) as ada:
        url = f"/api/cases/{opened.ref}/replies/check"
        (found,) = (await ada.post(url, json={"text": "I attached trace.log for you."})).json()
        assert (found["rule"], found["level"], found["file"]) == ("secret", "error", "trace.log")
        assert (await ada.post(url, json={"text": "Your trace.log shows the cause."})).json() == []


async def test_a_button_mends_the_text_and_sends_nothing(cast: Cast) -> None:
    await a_customer(name="Alpine Insurance")
    opened = await a_case(cast.ada)
    text = "Hello Lena,\n\nAlpine Insurance had this too.\n\nRegards"
    async with browser_of(cast.ada) as ada:
        held = await ada.submit(f"/cases/{opened.ref}/replies", htmx=True, text=text, last_seen=1)
        assert held.status_code == 422 and "Alpine Insurance is another customer." in held.text
        mark = held.text.split("/replies/mending/")[1].split('"')[0]
        for htmx in (True, False):
            answer = await ada.submit(f"/cases/{opened.ref}/replies/mending/{mark}", htmx=htmx, text=text, last_seen=1)
            assert answer.status_code == 200 and "another customer had this too." in answer.text
            assert "is another customer." not in answer.text
    async with as_person(cast.ada) as db:
        assert [entry.kind for entry in await entries_of(db, await case_for(db, cast.ada, opened.ref))] == ["customer"]


async def test_a_button_starts_the_clock_of_a_promise(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    text = f"I will write by {now() + timedelta(hours=3):%H:%M} UTC."
    async with browser_of(cast.ada) as ada:
        held = await ada.submit(f"/cases/{opened.ref}/replies", htmx=True, text=text, last_seen=1)
        mark = held.text.split("/replies/mending/")[1].split('"')[0]
        answer = await ada.submit(f"/cases/{opened.ref}/replies/mending/{mark}", htmx=True, text=text, last_seen=1)
        assert answer.status_code == 200 and "no clock keeps it" not in answer.text
        assert 'name="next_update" value="2' in answer.text


async def test_who_may_not_reply_may_not_mend(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with browser_of(cast.cleo) as cleo:
        assert (await cleo.submit(f"/cases/{opened.ref}/replies/mending/x-0", text="Hello")).status_code == 404
    async with browser_of(cast.otto) as otto:
        assert (await otto.submit(f"/cases/{opened.ref}/replies/mending/x-0", text="Hello")).status_code == 403
