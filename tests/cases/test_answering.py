import re
from datetime import timedelta

import asyncpg
import pytest

from escalations.cases.actions import HeldByGate, add_customer_message, add_note, reply_to_customer, wait_for
from escalations.cases.events import NoteAdded
from escalations.cases.queries import case_for, entries_of, wait_of
from escalations.cases.queries.merged import trail_and_news, trail_of_all
from escalations.clocks.queries import running_clock
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.events import record
from escalations.platform.time import now, time_at
from escalations.platform.trail import trail_of
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, browser_of, program_of
from tests.work import statements


async def test_the_first_reply_meets_the_first_response_and_owes_the_next_update(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref, lock=True)
        await reply_to_customer(db, case, "Hello Lena, I have this now.", by=cast.ada)
        assert await running_clock(db, case.id, "first_response") is None
        assert (await running_clock(db, case.id, "next_update")) is not None
        assert case.due_kind == "next_update"
        assert "CustomerAnswered" in [row.action for row in await trail_of(db, case.subject)]


async def test_a_reply_with_a_secret_is_not_sent(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        with pytest.raises(HeldByGate) as held:
            await reply_to_customer(
                db, case, "Use AccountKey=" + "A1b2C3d4" * 6, by=cast.ada, gate_reason="they asked for it"
            )
        assert held.value.findings[0].blocks
        assert [entry.kind for entry in await entries_of(db, case)] == ["customer"]


async def test_another_customers_name_is_not_sent(cast: Cast) -> None:
    await a_customer(name="Alpine Insurance")
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        with pytest.raises(HeldByGate, match="Alpine Insurance"):
            await reply_to_customer(db, case, "We saw the same at Alpine Insurance last week.", by=cast.ada)


async def test_a_promise_without_a_clock_needs_a_reason_or_a_clock(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    text = "I will write to you within two hours."
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        with pytest.raises(HeldByGate, match="no clock keeps it"):
            await reply_to_customer(db, case, text, by=cast.ada)
        await reply_to_customer(db, case, text, by=cast.ada, next_update=now() + timedelta(hours=2))
        assert await running_clock(db, case.id, "promise") is not None


async def test_a_newer_message_is_shown_before_sending(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        seen = (await entries_of(db, case))[-1].id
        await add_customer_message(db, case, "It works again.", by=cast.ada)
        with pytest.raises(HeldByGate, match="1 new message since you began, from Lena Vogt"):
            await reply_to_customer(db, case, "Please restart the pods.", by=cast.ada, last_seen=seen)


async def test_the_customers_word_ends_the_wait_at_the_time_it_came(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        await reply_to_customer(db, case, "Which node pool is it?", by=cast.ada)
        await wait_for(db, case, "customer", "Which node pool is it?", now() + timedelta(days=1), by=cast.ada)
        assert case.turn == "customer"
    received = now() + timedelta(minutes=30)
    async with as_person(cast.ada) as db:
        with time_at(received + timedelta(minutes=20)):
            case = await case_for(db, cast.ada, opened.ref)
            await add_customer_message(db, case, "The Linux one.", by=cast.ada, at=received)
            clock = await running_clock(db, case.id, "next_update")
        assert case.turn == "us"
        assert await wait_of(db, case) is None
        assert clock is not None


async def test_an_auditor_changes_nothing(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.otto) as db:
        case = await case_for(db, cast.otto, opened.ref)
        with pytest.raises(NotAllowed):
            await add_note(db, case, "just looking", by=cast.otto)
        with pytest.raises(NotAllowed):
            await reply_to_customer(db, case, "just looking", by=cast.otto)


async def test_a_closed_case_says_how_to_write_again(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        await ada.submit(f"/cases/{opened.ref}/closure", resolution="fixed", note="The key had been rotated.")
        answer = await ada.submit(f"/cases/{opened.ref}/replies", text="One more thing about the share")
        assert answer.status_code == 409
        assert "Reopen it" in answer.text
        assert "One more thing about the share" in answer.text


async def test_a_held_reply_keeps_what_was_typed(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(
            f"/cases/{opened.ref}/replies", htmx=True, text="I will call you by 17:30 at the latest."
        )
        assert answer.status_code == 422
        assert "I will call you by 17:30" in answer.text
        assert answer.headers["hx-retarget"] == "#composer"


async def test_an_answer_to_a_reply_leaves_the_note_beside_it_alone(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        held = await ada.submit(
            f"/cases/{opened.ref}/replies", htmx=True, text="I will call you by 17:30 at the latest."
        )
        assert {"composer", "composer-reply", "composer-note"} <= set(re.findall(r' id="([\w-]+)"', held.text))
        sent = await ada.submit(f"/cases/{opened.ref}/replies", htmx=True, text="Hello Lena, I am looking at it.")
        drawn = set(re.findall(r' id="([\w-]+)"', sent.text))
        assert {
            "timeline",
            "composer-reply",
            "composer-reply-text",
            "reply-gate",
            "reply-promise",
            "case-clocks",
        } <= drawn
        assert not {"composer", "composer-note", "case-visits"} & drawn


async def test_replying_over_http_with_and_without_htmx(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        plain = await ada.submit(f"/cases/{opened.ref}/replies", text="Hello Lena, I am looking at it.")
        assert (plain.status_code, plain.headers["location"]) == (303, f"/cases/{opened.ref}")
        partial = await ada.submit(f"/cases/{opened.ref}/notes", htmx=True, text="Same as last week.")
        assert partial.status_code == 200
        assert 'hx-target="#timeline"' in partial.text


async def test_a_reply_and_its_jobs_are_written_at_once_while_its_answer_is_made(cast: Cast) -> None:
    """Beside that it is asked who sends it, for the case, and for all else in one."""
    opened = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        await ada.get(f"/cases/{opened.ref}")
        with statements() as told:
            answer = await ada.submit(f"/cases/{opened.ref}/replies", htmx=True, text="Hello Lena, I have this now.")
        written = [one for one in told if "INSERT INTO" in one]
        assert len(written) == 1 and "INTO case_entry" in written[0] and "INTO pgqueuer" in written[0]
        assert len(told) == 4, told
        again = await ada.get(f"/cases/{opened.ref}")
    told_at_once, told_later = (re.findall(r'<li id="((?:entry|event)-\d+)"', one.text) for one in (answer, again))
    assert told_at_once == told_later and sum(one.startswith("entry-") for one in told_later) == 2
    assert "1 ended" in answer.text


async def test_a_reply_that_could_not_be_written_is_not_answered_as_sent(cast: Cast, admin: asyncpg.Connection) -> None:
    opened = await a_case(cast.ada)
    await admin.execute("ALTER TABLE case_entry ADD CONSTRAINT nothing_said CHECK (body <> 'Hello Lena.') NOT VALID")
    try:
        async with browser_of(cast.ada) as ada:
            answer = await ada.submit(f"/cases/{opened.ref}/replies", htmx=True, text="Hello Lena.")
            assert answer.status_code == 409 and 'class="unsaved">Hello Lena.' in answer.text
            other = await ada.submit(f"/cases/{opened.ref}/replies", htmx=True, text="Hello.")
            assert other.status_code == 200
    finally:
        await admin.execute("ALTER TABLE case_entry DROP CONSTRAINT nothing_said")
    assert [row[0] for row in await admin.fetch("SELECT body FROM case_entry WHERE kind = 'reply'")] == ["Hello."]


async def test_what_happened_is_told_alike_before_and_after_it_is_written(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        for number in range(3):
            await record(db, NoteAdded(entry_id=number), on=case, by=cast.ada)
        await record(db, NoteAdded(entry_id=3), on=cast.ada, by=cast.ada)
        early = await trail_and_news(db, case, without=["CaseRouted"])
        assert len(db.new) == 4
        later = await trail_of_all(db, case, without=["CaseRouted"])
    assert [(row.id, row.action) for row in early] == [(row.id, row.action) for row in later]
    assert [row.particulars.get("entry_id") for row in later if row.action == "NoteAdded"] == [2, 1, 0]


async def test_the_api_speaks_the_same_verb(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with program_of(cast.ada) as ada:
        sent = await ada.post(f"/api/cases/{opened.ref}/replies", json={"text": "Hello from the API."})
        assert sent.status_code == 201, sent.text
        held = await ada.post(f"/api/cases/{opened.ref}/replies", json={"text": "password=hunter2hunter2"})
        assert held.status_code == 409
    async with program_of(cast.cleo) as cleo:
        assert (await cleo.get(f"/api/cases/{opened.ref}")).status_code == 404


async def test_a_note_on_nothing_is_refused(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        with pytest.raises(Refused, match="past"):
            await reply_to_customer(db, case, "Hello", by=cast.ada, next_update=now() - timedelta(minutes=1))
