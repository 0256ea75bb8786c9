import asyncio

import pytest
from sqlalchemy.exc import IntegrityError

from escalations.cases.actions import close_case
from escalations.cases.queries import case_for
from escalations.clocks.queries import running_clock
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.platform.time import now
from escalations.product_groups.actions import escalate_case, withdraw_escalation
from escalations.product_groups.checklist import Incomplete
from escalations.product_groups.models import Escalation
from escalations.product_groups.queries import escalation_for, open_escalations_of
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.product_groups.builders import BRIEF, GROUP, an_escalation, case_of, recorded, reload, taught, without
from tests.support import as_person


async def test_it_escalates(cast: Cast) -> None:
    escalation = await an_escalation(cast, claimed="A")
    assert (escalation.ref, escalation.state, escalation.severity) == ("E-1", "submitted", "A")
    case = await case_of(cast.ada, escalation)
    assert case.turn == "product_group"
    async with as_person(cast.ada) as db:
        clock = await running_clock(db, case.id, "acknowledge", holder="product_group", escalation_id=escalation.id)
        assert clock is not None and clock.target_minutes == 20
        assert clock.due_at is not None and (clock.due_at - clock.started_at).total_seconds() == 20 * 60


async def test_it_is_recorded_on_the_case(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    assert await recorded(escalation.subject) == ["CaseEscalated"]
    assert "TurnChanged" in await recorded(f"case/{escalation.case_id}")


async def test_the_same_group_twice_is_refused_and_named(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.ada) as db:
        with pytest.raises(Refused, match="E-1 is already with Storage platform"):
            await escalate_case(db, await case_for(db, cast.ada, escalation.case_ref), GROUP, BRIEF, by=cast.ada)
        assert len(await open_escalations_of(db, escalation.case_id)) == 1


async def test_two_at_once_are_one(cast: Cast) -> None:
    case = await a_case(cast.ada)

    async def press() -> object:
        async with as_person(cast.ada) as db:
            return await escalate_case(db, await case_for(db, cast.ada, case.ref), GROUP, BRIEF, by=cast.ada)

    answers = await asyncio.gather(press(), press(), press(), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["Escalation", "Refused", "Refused"]


async def test_the_database_knows_only_one_open_escalation_to_a_group(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    with pytest.raises(IntegrityError, match="uq_escalation_open"):
        async with as_person(cast.ada) as db:
            db.add(
                Escalation(
                    boundary="public",
                    case_id=escalation.case_id,
                    product_group=GROUP,
                    reason="resolution_time",
                    severity="B",
                    asked="?",
                    opened_at=now(),
                )
            )
            await db.flush()


async def test_two_groups_may_look_at_one_case(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, escalation.case_ref)
        brief = BRIEF.answers | {
            "cluster_version": "1.30",
            "logs": "attached",
            "change_before": "none known",
            "why_this_group": "The driver is theirs.",
        }
        second = await escalate_case(
            db, case, "containers", type(BRIEF)(**vars(BRIEF) | {"answers": brief}), by=cast.ada
        )
        await withdraw_escalation(
            db, await escalation_for(db, cast.ada, escalation.ref), "the other group has it", by=cast.ada
        )
        assert case.turn == "product_group"
        await withdraw_escalation(db, second, "solved by a restart", by=cast.ada)
        assert case.turn == "us"


async def test_a_gap_is_told_by_field_and_nothing_is_written(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await taught(case, "time_range", 3)
    async with as_person(cast.ada) as db:
        with pytest.raises(Incomplete) as told:
            await escalate_case(db, await case_for(db, cast.ada, case.ref), GROUP, without("time_range"), by=cast.ada)
        assert list(told.value.gaps) == ["need_time_range"]
        assert not await open_escalations_of(db, case.id)


async def test_a_closed_case_is_refused(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        await close_case(db, case, "fixed", "The key was rotated back.", by=cast.ada)
        with pytest.raises(Refused, match="closed"):
            await escalate_case(db, case, GROUP, BRIEF, by=cast.ada)


async def test_a_group_must_exist_and_serve_the_cloud(cast: Cast) -> None:
    opened = await a_case(cast.cleo, await a_customer("germany", "Hafenwerke"))
    async with as_person(cast.cleo) as db:
        case = await case_for(db, cast.cleo, opened.ref)
        with pytest.raises(Refused, match="Choose one of the product groups"):
            await escalate_case(db, case, "poets", BRIEF, by=cast.cleo)
        with pytest.raises(Refused, match="AI platform has nobody on duty for"):
            await escalate_case(db, case, "ai_platform", BRIEF, by=cast.cleo)


async def test_the_outsider_does_not_find_it_and_the_auditor_may_not(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.cleo) as db:
        with pytest.raises(NotFound):
            await escalation_for(db, cast.cleo, escalation.ref)
    async with as_person(cast.otto) as db:
        with pytest.raises(NotAllowed):
            await escalate_case(db, await case_for(db, cast.otto, escalation.case_ref), GROUP, BRIEF, by=cast.otto)
        with pytest.raises(NotAllowed):
            await withdraw_escalation(db, await escalation_for(db, cast.otto, escalation.ref), "no", by=cast.otto)


async def test_it_is_withdrawn(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.ben) as db:
        found = await escalation_for(db, cast.ben, escalation.ref)
        await withdraw_escalation(db, found, "The customer found it.", by=cast.ben)
        await withdraw_escalation(db, found, "The customer found it.", by=cast.ben)
        assert await running_clock(db, found.case_id, "acknowledge", holder="product_group") is None
    withdrawn = await reload(cast.ada, escalation)
    assert (withdrawn.state, withdrawn.closed_by) == ("withdrawn", cast.ben.id)
    assert (await case_of(cast.ada, escalation)).turn == "us"
    assert await recorded(escalation.subject) == ["CaseEscalated", "EscalationWithdrawn"]
