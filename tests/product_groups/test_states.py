"""All states of an escalation: the verb works, twice is harmless, a contradiction is refused in words, and it is recorded."""

from datetime import UTC, datetime, timedelta

import pytest

from escalations.cases.queries import case_for, entries_of
from escalations.cases.queries.prepared import prepared_reply
from escalations.clocks.queries import open_clock
from escalations.people.models import Person
from escalations.platform.db import nothing_to_record
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.time import now, time_at
from escalations.product_groups.actions import (
    accept_escalation,
    acknowledge_escalation,
    answer_group,
    ask_support,
    close_escalation,
    mitigate_escalation,
    reopen_escalation,
    resolve_escalation,
    return_escalation,
    snooze_escalation,
    transfer_escalation,
    wake_escalation,
)
from escalations.product_groups.queries import escalation_for, transfers_of
from escalations.product_groups.sweeps import tend_escalations
from tests.cast import Cast
from tests.product_groups.builders import an_escalation, case_of, recorded, reload
from tests.support import as_person, as_system, run_jobs

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)


async def kinds_running(person: Person, case_id: int) -> dict[str, str]:
    found = {}
    async with as_person(person) as db:
        for kind in ("acknowledge", "answer", "follow_up"):
            clock = await open_clock(db, case_id, kind, holder="product_group")  # type: ignore[arg-type]
            if clock is not None:
                found[kind] = clock.state
    return found


async def test_seen_is_acknowledged_and_still_in_triage(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        for _ in range(2):
            await acknowledge_escalation(db, found, by=cast.pia)
        assert (found.state, found.accepted_by) == ("acknowledged", None)
        await accept_escalation(db, found, by=cast.pia)
        assert (found.state, found.accepted_by) == ("accepted", cast.pia.id)
        await acknowledge_escalation(db, found, by=cast.pia)
        assert found.state == "accepted"
        await return_escalation(db, found, "by_design", "It is documented so.", by=cast.pia)
        with pytest.raises(Refused, match="cannot be acknowledged"):
            await acknowledge_escalation(db, found, by=cast.pia)
    assert await recorded(escalation.subject) == [
        "CaseEscalated", "EscalationAcknowledged", "EscalationAccepted", "EscalationReturned",
    ]  # fmt: skip


async def test_a_question_gives_the_turn_back_and_stops_the_clock(cast: Cast) -> None:
    with time_at(MONDAY):
        escalation = await an_escalation(cast)
        async with as_person(cast.pia) as db:
            found = await escalation_for(db, cast.pia, escalation.ref)
            for _ in range(2):
                await ask_support(db, found, "Which node pool shows it?", by=cast.pia)
            with pytest.raises(Refused, match="Support is asked already"):
                await ask_support(db, found, "And since when exactly?", by=cast.pia)
        assert await kinds_running(cast.pia, escalation.case_id) == {"answer": "paused"}
        assert (await case_of(cast.ada, escalation)).turn == "us"
        due = MONDAY + timedelta(hours=3)
    with time_at(due):
        async with as_person(cast.ada) as db:
            found = await escalation_for(db, cast.ada, escalation.ref)
            for _ in range(2):
                await answer_group(db, found, "The second one.", by=cast.ada)
            with pytest.raises(Refused, match="waits for no answer"):
                await answer_group(db, found, "And the first.", by=cast.ada)
            clock = await open_clock(db, escalation.case_id, "answer", holder="product_group")
            assert clock is not None and clock.state == "running"
            assert clock.due_at == MONDAY + timedelta(days=2, hours=3), "the time support took is not theirs"
    assert (await case_of(cast.ada, escalation)).turn == "product_group"
    assert await recorded(escalation.subject) == ["CaseEscalated", "SupportAsked", "GroupAnswered"]


async def test_a_transfer_goes_on_under_the_other_group_s_clock(cast: Cast) -> None:
    with time_at(MONDAY):
        escalation = await an_escalation(cast)
        async with as_person(cast.pia) as db:
            found = await escalation_for(db, cast.pia, escalation.ref)
            await accept_escalation(db, found, by=cast.pia)
            with pytest.raises(Refused, match="Choose another product group"):
                await transfer_escalation(db, found, "storage_platform", "It is ours.", by=cast.pia)
            await transfer_escalation(db, found, "containers", "The driver is theirs.", by=cast.pia)
            await transfer_escalation(db, found, "containers", "The driver is theirs.", by=cast.pia)
            assert (found.state, found.product_group, found.accepted_by) == ("transferred", "containers", None)
            clock = await open_clock(db, found.case_id, "acknowledge", holder="product_group")
            assert clock is not None and clock.due_at == MONDAY + timedelta(minutes=180), "three hours, as they promise"
            assert [(one.was, one.became) for one in await transfers_of(db, found)] == [
                ("storage_platform", "containers")
            ]
            with pytest.raises(NotAllowed, match="is for Containers to decide"):
                await accept_escalation(db, found, by=cast.pia)
    assert await kinds_running(cast.ada, escalation.case_id) == {"acknowledge": "running"}
    assert (await case_of(cast.ada, escalation)).turn == "product_group"


async def test_a_mitigation_answers_and_leaves_the_fix_owed(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    by_then = now() + timedelta(days=3)
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        with pytest.raises(Refused, match="Say by when"):
            await mitigate_escalation(db, found, "Mount with the old key.", now() - timedelta(days=1), by=cast.pia)
        for _ in range(2):
            await mitigate_escalation(db, found, "Mount with the old key.", by_then, by=cast.pia)
        assert (found.state, found.accepted_by) == ("mitigated", cast.pia.id)
    assert await kinds_running(cast.pia, escalation.case_id) == {"follow_up": "running"}
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, escalation.case_ref)
        assert case.turn == "us" and "Mount with the old key." in (await entries_of(db, case))[-1].body
        prepared = await prepared_reply(db, case)
        assert prepared is not None and "way around" in prepared.body and prepared.source == escalation.subject
        assert "old key" not in prepared.body, "the group's own words are for support"
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        await resolve_escalation(db, found, "Fixed in the driver.", by=cast.pia)
    assert await kinds_running(cast.pia, escalation.case_id) == {}
    assert (await case_of(cast.ada, escalation)).turn == "close_the_loop"


async def test_the_loop_is_closed_and_opened_again(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.ada) as db:
        with pytest.raises(Refused, match="Only what Storage platform has resolved"):
            await close_escalation(db, await escalation_for(db, cast.ada, escalation.ref), by=cast.ada)
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        await resolve_escalation(db, found, "The firewall lacked the subnet.", by=cast.pia)
    async with as_person(cast.ada) as db:
        found = await escalation_for(db, cast.ada, escalation.ref)
        for _ in range(2):
            await close_escalation(db, found, by=cast.ada)
        assert found.state == "closed" and found.loop_closed_at is not None
        for _ in range(2):
            await reopen_escalation(db, found, "It came back on Tuesday.", by=cast.ada)
        assert (found.state, found.accepted_by, found.closing_note) == ("accepted", cast.pia.id, "")
        case = await case_for(db, cast.ada, escalation.case_ref)
        assert case.turn == "product_group" and await prepared_reply(db, case) is None
        with pytest.raises(NotAllowed):
            await reopen_escalation(db, found, "I say so as well.", by=cast.otto)
    assert await kinds_running(cast.pia, escalation.case_id) == {"answer": "running"}
    assert await recorded(escalation.subject) == [
        "CaseEscalated", "EscalationResolved", "EscalationClosed", "EscalationReopened",
    ]  # fmt: skip


async def test_what_was_returned_is_not_reopened(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        await return_escalation(db, found, "by_design", "It is documented so.", by=cast.pia)
        with pytest.raises(Refused, match="Escalate again"):
            await reopen_escalation(db, found, "I was too quick.", by=cast.pia)


async def test_put_aside_until_its_time_or_a_word_from_support(cast: Cast) -> None:
    with time_at(MONDAY):
        escalation = await an_escalation(cast, claimed="C")
        async with as_person(cast.pia) as db:
            found = await escalation_for(db, cast.pia, escalation.ref)
            with pytest.raises(Refused, match="due before that"):
                await snooze_escalation(db, found, MONDAY + timedelta(days=9), "Next sprint.", by=cast.pia)
            late = MONDAY + timedelta(days=5)
            with time_at(late), pytest.raises(Refused, match=r"was due at .* Answer first, then put it aside"):
                await snooze_escalation(db, found, late + timedelta(days=9), "Next sprint.", by=cast.pia)
            with pytest.raises(Refused, match="from now on"):
                await snooze_escalation(db, found, MONDAY - timedelta(days=1), "Yesterday.", by=cast.pia)
            for _ in range(2):
                await snooze_escalation(db, found, MONDAY + timedelta(hours=2), "After lunch.", by=cast.pia)
    with time_at(MONDAY + timedelta(hours=1)):
        async with as_system() as db:
            assert await tend_escalations(db, now()) == 0
    with time_at(MONDAY + timedelta(hours=2)):
        async with as_system() as db:
            assert await tend_escalations(db, now()) == 1
    assert (await reload(cast.pia, escalation)).snoozed_until is None
    assert await recorded(escalation.subject) == ["CaseEscalated", "EscalationSnoozed", "EscalationWoken"]
    async with as_person(cast.pia) as db:
        await wake_escalation(db, await escalation_for(db, cast.pia, escalation.ref), "again", by=cast.pia)
    assert len(await recorded(escalation.subject)) == 3, "what is awake is not woken"


async def test_whoever_leaves_puts_it_back_into_triage(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.pia) as db:
        await accept_escalation(db, await escalation_for(db, cast.pia, escalation.ref), by=cast.pia)
    async with as_system() as db:
        nothing_to_record(db, "the stage is set")
        (await db.get_one(Person, cast.pia.id)).disabled_at = now()
    async with as_system() as db:
        assert await tend_escalations(db, now()) == 1
    back = await reload(cast.ada, escalation)
    assert (back.state, back.accepted_by) == ("acknowledged", None)
    assert await kinds_running(cast.ada, escalation.case_id) == {"answer": "running"}
    assert await run_jobs() >= 0


async def test_a_group_that_is_gone_leaves_its_escalations_to_the_owner_of_the_product(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_system() as db:
        nothing_to_record(db, "the group was there in yesterday's files")
        row = await escalation_for(db, cast.ada, escalation.ref)
        row.product_group = "floppy_disks"
    async with as_system() as db:
        assert await tend_escalations(db, now()) == 1
    moved = await reload(cast.ada, escalation)
    assert (moved.state, moved.product_group) == ("transferred", "storage_platform")
