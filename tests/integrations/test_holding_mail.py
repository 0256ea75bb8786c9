import asyncpg
import pytest

from escalations.customers.actions import note_departure
from escalations.customers.models import Contact, Customer
from escalations.integrations.actions import release_mail
from escalations.integrations.models import CaseMail
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.events import SYSTEM, EventRow
from escalations.platform.settings import settings
from tests.cast import Cast
from tests.cli.shell import said
from tests.integrations.builders import an_answered_case, the_mail, told_on
from tests.integrations.smtp import mail_server
from tests.integrations.test_mailing_mentions import LATER, mailed_after, mentioned
from tests.support import as_person, as_system, run_jobs


async def test_a_refusal_for_good_holds_the_mail_until_a_person_releases_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, entry = await an_answered_case(cast)
    async with mail_server(monkeypatch) as server:
        server.answers = {"RCPT": ["550 no such mailbox"]}
        await run_jobs()
        mail = await the_mail(entry.id)
        assert (mail.state, mail.last_error) == ("held", "550 no such mailbox")
        assert (await told_on(case))[0] == "holds the mail with the reply: the mail server refused it for good (550)"
        for _ in range(2):
            async with as_person(cast.adam) as db:
                await release_mail(db, await db.get_one(CaseMail, mail.id), by=cast.adam)
        await run_jobs()
        assert len(server.received) == 1
        async with as_person(cast.adam) as db:
            with pytest.raises(Refused, match="has been sent"):
                await release_mail(db, await db.get_one(CaseMail, mail.id), by=cast.adam)
    told = await told_on(case)
    assert told[:2] == ["mailed the reply (attempt 2)", "released the mail with the reply"]
    assert told.count("released the mail with the reply") == 1


async def test_nobody_is_mailed_who_has_left(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, admin: asyncpg.Connection
) -> None:
    case, entry = await an_answered_case(cast)
    async with as_system() as db:
        customer = await db.get_one(Customer, case.customer_id)
        contact = await db.get_one(Contact, case.contact_id)
        await note_departure(db, customer, contact, by=SYSTEM)
    async with mail_server(monkeypatch) as server:
        await run_jobs()
        mail = await the_mail(entry.id)
        assert (mail.state, mail.to_address, server.received) == ("held", "", [])
        async with as_person(cast.adam) as db:
            with pytest.raises(Refused, match=f"Choose a contact on {case.ref} first"):
                await release_mail(db, await db.get_one(CaseMail, mail.id), by=cast.adam)
        await admin.execute("UPDATE contact SET left_at = NULL, email = 'new@nordhavn.example'")
        async with as_person(cast.adam) as db:
            await release_mail(db, await db.get_one(CaseMail, mail.id), by=cast.adam)
        await run_jobs()
        assert server.recipients == ["new@nordhavn.example"]


async def test_a_contact_with_a_forged_address_is_held(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, admin: asyncpg.Connection
) -> None:
    case, entry = await an_answered_case(cast)
    await admin.execute("UPDATE contact SET email = $1", "lena@nordhavn.example\r\nbcc: everybody@evil.example")
    async with mail_server(monkeypatch) as server:
        await run_jobs()
        assert server.received == []
    assert (await the_mail(entry.id)).state == "held"
    assert (await told_on(case))[0] == "holds the mail with the reply: it cannot be sent as it is"


async def test_only_an_administrator_releases_mail(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "smtp_url", None)
    _, entry = await an_answered_case(cast)
    await run_jobs()
    mail = await the_mail(entry.id)
    for person in (cast.ada, cast.dora, cast.otto):
        async with as_person(person) as db:
            with pytest.raises(NotAllowed):
                await release_mail(db, mail, by=person)


async def test_events_of_mail_name_no_address(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, admin: asyncpg.Connection
) -> None:
    _, _ = await an_answered_case(cast)
    async with mail_server(monkeypatch) as server:
        server.answers = {"RCPT": ["550 lena@nordhavn.example is not here"]}
        await run_jobs()
    rows = await admin.fetch(f"SELECT particulars::text FROM {EventRow.__tablename__} WHERE action LIKE 'Mail%'")
    assert rows and all("nordhavn" not in row[0] for row in rows)


@pytest.mark.parametrize("written", [False, True])
async def test_what_waited_when_it_was_saved_goes_out_only_when_a_person_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, written: bool
) -> None:
    """Also where the backup was made before the reaction wrote the mail: its job comes with the backup."""
    case, entry = await an_answered_case(cast)
    if written:
        await run_jobs()
        assert (await the_mail(entry.id)).state == "waiting"
    assert (await said("mail", "hold", "--dry-run")).out == "Would hold 1 mail and 0 notices.\n"
    assert (await said("mail", "hold")).out == "Held 1 mail and 0 notices.\n"
    assert (await said("mail", "hold")).out == "Held 0 mails and 0 notices.\n"
    assert "may have gone out before" in (await told_on(case))[0]
    async with mail_server(monkeypatch) as server:
        await run_jobs()
        assert server.received == []
        async with as_person(cast.adam) as db:
            await release_mail(db, await db.get_one(CaseMail, (await the_mail(entry.id)).id), by=cast.adam)
        await run_jobs()
        assert len(server.received) == 1


async def test_held_mail_is_listed_and_released_from_the_shell(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case, entry = await an_answered_case(cast)
    assert (await said("mail", "hold")).code == 0
    mail = await the_mail(entry.id)
    listed = await said("mail", "held")
    assert listed.code == 1 and f"{mail.id}  {case.ref}  " in listed.out and mail.message_id in listed.out
    assert "nordhavn" not in listed.out.replace(mail.message_id, "")
    assert (await said("mail", "release")).code == 2
    lost = await said("mail", "release", "4711")
    assert lost.code == 1 and "There is no such mail" in lost.err
    assert (await said("mail", "release", "--all")).out == "1 mail released.\n"
    async with mail_server(monkeypatch) as server:
        await run_jobs()
    assert [message["Message-ID"] for message in server.received] == [mail.message_id]
    assert (await said("mail", "held")).code == 0


async def test_a_notice_that_waited_is_not_mailed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    await mentioned(cast)
    assert (await said("mail", "hold", "--dry-run")).out == "Would hold 0 mails and 1 notice.\n"
    assert (await said("mail", "hold")).out == "Held 0 mails and 1 notice.\n"
    assert (await mailed_after(monkeypatch, LATER)).received == []
