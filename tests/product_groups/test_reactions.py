from escalations.cases.actions import change_severity, close_case, reopen_case
from escalations.cases.queries import case_for
from escalations.clocks.queries import running_clock
from escalations.product_groups.actions import accept_escalation
from escalations.product_groups.queries import escalation_for
from tests.cast import Cast
from tests.product_groups.builders import an_escalation, case_of, recorded, reload
from tests.support import as_person, run_jobs


async def test_a_closed_case_takes_its_escalation_back(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.ada) as db:
        await close_case(
            db, await case_for(db, cast.ada, escalation.case_ref), "fixed", "The customer found it.", by=cast.ada
        )
    await run_jobs()
    withdrawn = await reload(cast.ada, escalation)
    assert (withdrawn.state, withdrawn.closing_note, withdrawn.closed_by) == ("withdrawn", "The case was closed.", None)
    assert not (await case_of(cast.ada, escalation)).is_open


async def test_reopened_before_the_reaction_the_case_stays_awake(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, escalation.case_ref)
        await close_case(db, case, "fixed", "The customer found it.", by=cast.ada)
        await reopen_case(db, case, "It came back.", by=cast.ada)
    await run_jobs()
    assert (await reload(cast.ada, escalation)).state == "withdrawn"
    assert (await case_of(cast.ada, escalation)).turn == "us"


async def test_the_group_owes_by_the_severity_that_the_case_has_now(cast: Cast) -> None:
    escalation = await an_escalation(cast, claimed="C")
    async with as_person(cast.pia) as db:
        await accept_escalation(db, await escalation_for(db, cast.pia, escalation.ref), by=cast.pia)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, escalation.case_ref)
        told = {"always_contact_id": case.contact_id, "by": cast.ada}
        await change_severity(db, case, "assessed", "A", "All stores are down.", **told)
    await run_jobs()
    await run_jobs()
    assert (await reload(cast.ada, escalation)).severity == "A"
    async with as_person(cast.ada) as db:
        clock = await running_clock(db, escalation.case_id, "answer", holder="product_group")
        assert clock is not None and clock.target_minutes == 240
    assert await recorded(escalation.subject) == ["CaseEscalated", "EscalationAccepted", "EscalationReassessed"]


async def test_a_claimed_severity_changes_nothing_for_the_group(cast: Cast) -> None:
    escalation = await an_escalation(cast, claimed="C")
    async with as_person(cast.ada) as db:
        await change_severity(
            db, await case_for(db, cast.ada, escalation.case_ref), "claimed", "A", "The customer says so.", by=cast.ada
        )
    await run_jobs()
    assert (await reload(cast.ada, escalation)).severity == "C"
