import asyncio
import os
import signal
import sys
from datetime import timedelta

import asyncpg
import pytest

from escalations.cases.actions import add_note
from escalations.cases.events import CustomerAnswered
from escalations.cases.queries import case_for
from escalations.integrations.actions import message_id_of, write_mail
from escalations.integrations.queries import mail_of_entry, mail_standing
from escalations.integrations.reactions import deliver_mail, mail_the_reply
from escalations.integrations.sweeps import sweep_waiting_mail
from escalations.platform.events import Recorded
from escalations.platform.mail import MailDelayed
from escalations.platform.settings import settings
from escalations.platform.time import now, time_at
from tests.cast import Cast
from tests.integrations.builders import an_answered_case, the_mail, told_on
from tests.integrations.smtp import mail_server
from tests.support import as_person, as_system, run_jobs, urls


async def test_a_reply_is_mailed_to_the_contact(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case, entry = await an_answered_case(cast)
    async with mail_server(monkeypatch) as server:
        await run_jobs()
    (message,) = server.received
    assert server.recipients == ["lena@nordhavn.example"]
    assert message["To"] == "lena@nordhavn.example" and message["From"] == "support@vendor.example"
    assert message["Subject"] == f"[{case.ref}] Checkout fails with 503"
    assert message["Message-ID"] == message_id_of(entry) and message["X-Escalations-Case"] == case.ref
    text = message.get_content().replace("\r\n", "\n")
    assert text.startswith(entry.body)
    assert f"Ada, Support\nCase {case.ref}: Checkout fails with 503\nWritten {entry.at:%-d %b %Y %H:%M} UTC" in text
    mail = await the_mail(entry.id)
    assert (mail.state, mail.attempts, mail.last_error) == ("sent", 1, None) and mail.sent_at is not None
    assert (await told_on(case))[0] == "mailed the reply"


async def test_the_reaction_run_twice_mails_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case, entry = await an_answered_case(cast)
    async with mail_server(monkeypatch) as server:
        await run_jobs()
        for _ in range(2):
            async with as_system() as db:
                fact = CustomerAnswered(entry_id=entry.id, first=True, overrides=[])
                await mail_the_reply(db, Recorded(0, fact, now(), case.subject, case.thread, "public", None, "test"))
        await deliver_mail({"mail": (await the_mail(entry.id)).id, "boundary": "public"})
        await run_jobs()
        assert len(server.received) == 1


async def test_two_workers_on_one_mail_send_it_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _, entry = await an_answered_case(cast)
    async with mail_server(monkeypatch) as server:
        async with as_system() as db:
            mail = await write_mail(db, entry.id)
            assert mail is not None
            payload = {"mail": mail.id, "boundary": "public"}
        await asyncio.gather(*(deliver_mail(payload) for _ in range(3)))
        assert len(server.received) == 1


async def test_a_worker_killed_between_send_and_mark_repeats_the_same_message_id(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, entry = await an_answered_case(cast)
    async with mail_server(monkeypatch) as server:
        async with as_system() as db:
            mail = await write_mail(db, entry.id)
            assert mail is not None
        environment = os.environ | {"DATABASE_URL": urls.app, "SMTP_URL": server.url, "ESCALATIONS_ENV": "test"}
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.integrations.deliver_once", str(mail.id), env=environment
        )
        server.before_receipt = lambda: os.kill(worker.pid, signal.SIGKILL)
        assert await worker.wait() == -signal.SIGKILL
        assert len(server.received) == 1
        assert (await the_mail(entry.id)).state == "waiting"
        server.before_receipt = lambda: None
        await run_jobs()
        assert [message["Message-ID"] for message in server.received] == [mail.message_id] * 2
        assert (await the_mail(entry.id)).state == "sent"


async def test_without_a_server_mail_waits_and_says_so_and_goes_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "smtp_url", None)
    case, entry = await an_answered_case(cast)
    await run_jobs()
    assert (await the_mail(entry.id)).state == "waiting"
    async with as_person(cast.adam) as db:
        standing = await mail_standing(db)
        assert (standing.configured, standing.waiting, standing.held) == (False, 1, 0) and standing.oldest is not None
    async with as_system() as db:
        assert await sweep_waiting_mail(db, now() + timedelta(days=1)) == 0
    async with mail_server(monkeypatch) as server:
        for later, queued in ((14, 0), (16, 1), (17, 0)):
            with time_at(entry.at + timedelta(minutes=later)) as moment:
                async with as_system() as db:
                    assert await sweep_waiting_mail(db, moment) == queued
        await run_jobs()
        assert len(server.received) == 1
    assert (await told_on(case))[0] == "mailed the reply"


@pytest.mark.parametrize(
    "answers", [{"RCPT": ["450 mailbox busy"]}, {"MAIL": ["451 not now"]}, {"EHLO": ["421 closing"]}]
)
async def test_a_delay_is_noted_raised_and_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[str]]
) -> None:
    case, entry = await an_answered_case(cast)
    async with mail_server(monkeypatch) as server:
        server.answers = {verb: list(said) * 2 for verb, said in answers.items()}
        if "EHLO" in answers:
            server.answers["HELO"] = ["421 closing"] * 2
        with pytest.raises(MailDelayed):
            await run_jobs()
        mail = await the_mail(entry.id)
        assert mail.state == "waiting" and mail.attempts == 1 and mail.last_error
        server.answers = {}
        await deliver_mail({"mail": mail.id, "boundary": "public"})
        assert len(server.received) == 1
    assert (await told_on(case))[0] == "mailed the reply (attempt 2)"


async def test_nobody_listening_is_a_delay(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _, entry = await an_answered_case(cast)
    monkeypatch.setattr(settings(), "smtp_url", "smtp://127.0.0.1:1")
    with pytest.raises(MailDelayed):
        await run_jobs()
    assert "127.0.0.1" in str((await the_mail(entry.id)).last_error)


async def test_a_note_is_never_mailed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case, _ = await an_answered_case(cast)
    async with mail_server(monkeypatch) as server:
        await run_jobs()
        async with as_person(cast.ada) as db:
            note = await add_note(db, await case_for(db, cast.ada, case.ref), "Between us only.", by=cast.ada)
            assert await write_mail(db, note.id) is None
        await run_jobs()
        assert len(server.received) == 1


async def test_a_title_with_line_breaks_smuggles_no_header(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case, _ = await an_answered_case(cast, title="Broken\r\nBcc: everybody@evil.example")
    async with mail_server(monkeypatch) as server:
        await run_jobs()
    (message,) = server.received
    assert message["Bcc"] is None and message["Subject"] == f"[{case.ref}] Broken Bcc: everybody@evil.example"
    assert server.recipients == ["lena@nordhavn.example"]


async def test_mail_stays_within_its_boundary(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, admin: asyncpg.Connection
) -> None:
    _, entry = await an_answered_case(cast, boundary="germany")
    async with mail_server(monkeypatch) as server:
        await run_jobs()
        assert len(server.received) == 1
        mail = await the_mail(entry.id, "germany")
        assert mail.boundary == "germany"
        async with as_person(cast.ada) as db:
            assert await mail_of_entry(db, entry.id) is None
            assert (await mail_standing(db)).waiting == 0
        await admin.execute("UPDATE outgoing_mail SET state = 'waiting', sent_at = NULL")
        await deliver_mail({"mail": mail.id, "boundary": "public"})
        assert len(server.received) == 1
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await admin.execute("UPDATE outgoing_mail SET boundary = 'public'")
