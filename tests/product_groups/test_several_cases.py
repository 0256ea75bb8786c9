"""One answer, many cases: added, taken off, found to be duplicates, led by another when the first is closed."""

import pytest

from escalations.cases.actions import change_severity, close_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for, entries_of
from escalations.clocks.queries import open_clock
from escalations.platform.errors import NotAllowed, Refused
from escalations.product_groups.actions import (
    add_case,
    mark_duplicate,
    remove_case,
    resolve_escalation,
    return_escalation,
)
from escalations.product_groups.models import Escalation
from escalations.product_groups.queries import cases_of, escalation_for, escalations_of
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.product_groups.builders import an_escalation, recorded, reload
from tests.support import as_person, run_jobs


async def two_cases(cast: Cast) -> tuple[Escalation, Case]:
    escalation = await an_escalation(cast, claimed="C")
    other = await a_case(cast.ada, await a_customer(name="Brightwater Health"), claimed="B")
    async with as_person(cast.ada) as db:
        found = await escalation_for(db, cast.ada, escalation.ref)
        for _ in range(2):
            await add_case(db, found, await case_for(db, cast.ada, other.ref), by=cast.ada)
    return escalation, other


async def turn_of(cast: Cast, ref: str) -> str:
    async with as_person(cast.ada) as db:
        return (await case_for(db, cast.ada, ref)).turn


async def test_another_case_waits_for_the_same_answer(cast: Cast) -> None:
    escalation, other = await two_cases(cast)
    assert (await reload(cast.ada, escalation)).severity == "B", "the worst of its cases"
    assert await turn_of(cast, other.ref) == "product_group"
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        await resolve_escalation(db, found, "The firewall lacked the subnet.", by=cast.pia)
        assert [case.ref for case, _ in await cases_of(db, found)] == [escalation.case_ref, other.ref]
    for ref in (escalation.case_ref, other.ref):
        assert await turn_of(cast, ref) == "close_the_loop"
        async with as_person(cast.ada) as db:
            assert "lacked the subnet" in (await entries_of(db, await case_for(db, cast.ada, ref)))[-1].body
    assert await recorded(escalation.subject) == [
        "CaseEscalated", "CaseAddedToEscalation", "EscalationReassessed", "EscalationResolved",
    ]  # fmt: skip


async def test_a_case_is_taken_off_but_not_the_one_that_leads(cast: Cast) -> None:
    escalation, other = await two_cases(cast)
    async with as_person(cast.ada) as db:
        found = await escalation_for(db, cast.ada, escalation.ref)
        for _ in range(2):
            await remove_case(db, found, await case_for(db, cast.ada, other.ref), "it is something else", by=cast.ada)
        with pytest.raises(Refused, match="leads E-1"):
            await remove_case(db, found, await case_for(db, cast.ada, found.case_ref), "no", by=cast.ada)
        with pytest.raises(NotAllowed):
            await add_case(db, found, await case_for(db, cast.ada, other.ref), by=cast.otto)
    assert await turn_of(cast, other.ref) == "us"
    assert (await reload(cast.ada, escalation)).severity == "C"


async def test_a_case_that_the_group_has_already_is_a_duplicate_to_mark(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    second = await an_escalation(cast, await a_case(cast.ada, await a_customer(name="Brightwater Health")))
    async with as_person(cast.ada) as db:
        with pytest.raises(Refused, match="duplicate for the group to mark"):
            found = await escalation_for(db, cast.ada, escalation.ref)
            await add_case(db, found, await case_for(db, cast.ada, second.case_ref), by=cast.ada)


async def test_a_duplicate_hands_its_cases_over(cast: Cast) -> None:
    first = await an_escalation(cast)
    second = await an_escalation(cast, await a_case(cast.ada, await a_customer(name="Brightwater Health")))
    async with as_person(cast.pia) as db:
        one, two = [await escalation_for(db, cast.pia, ref) for ref in (first.ref, second.ref)]
        with pytest.raises(Refused, match="no duplicate of itself"):
            await mark_duplicate(db, two, two, by=cast.pia)
        for _ in range(2):
            await mark_duplicate(db, two, one, "The same share.", by=cast.pia)
        assert (two.state, two.duplicate_of_ref, two.state_in_words) == ("duplicate", "E-1", "duplicate of E-1")
        assert [case.ref for case, _ in await cases_of(db, one)] == [first.case_ref, second.case_ref]
        with pytest.raises(Refused, match="nobody is going to answer"):
            await mark_duplicate(db, one, two, by=cast.pia)
    assert await turn_of(cast, second.case_ref) == "product_group"
    async with as_person(cast.pia) as db:
        one = await escalation_for(db, cast.pia, first.ref)
        await resolve_escalation(db, one, "The firewall lacked the subnet.", by=cast.pia)
    assert await turn_of(cast, second.case_ref) == "close_the_loop"
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, second.case_ref)
        assert [one.ref for one in await escalations_of(db, case)] == ["E-2", "E-1"]


async def test_a_duplicate_of_what_is_solved_has_the_answer_at_once(cast: Cast) -> None:
    first = await an_escalation(cast)
    second = await an_escalation(cast, await a_case(cast.ada, await a_customer(name="Brightwater Health")))
    async with as_person(cast.pia) as db:
        one, two = [await escalation_for(db, cast.pia, ref) for ref in (first.ref, second.ref)]
        await resolve_escalation(db, one, "The firewall lacked the subnet.", by=cast.pia)
        await mark_duplicate(db, two, one, by=cast.pia)
    assert await turn_of(cast, second.case_ref) == "close_the_loop"
    async with as_person(cast.ada) as db:
        told = (await entries_of(db, await case_for(db, cast.ada, second.case_ref)))[-1].body
        assert "lacked the subnet" in told and "E-1" in told


async def test_the_next_case_leads_when_the_first_is_closed(cast: Cast) -> None:
    escalation, other = await two_cases(cast)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, escalation.case_ref)
        await close_case(db, case, "fixed", "They found it.", by=cast.ada)
    await run_jobs()
    moved = await reload(cast.ada, escalation)
    assert (moved.state, moved.case_ref) == ("submitted", other.ref)
    async with as_person(cast.ada) as db:
        assert await open_clock(db, other.id, "acknowledge", holder="product_group", escalation_id=moved.id)
        await close_case(db, await case_for(db, cast.ada, other.ref), "fixed", "Here as well.", by=cast.ada)
    await run_jobs()
    assert (await reload(cast.ada, escalation)).state == "withdrawn"


async def test_severity_follows_the_worst_case_and_the_loop_closes_with_the_last(cast: Cast) -> None:
    escalation, other = await two_cases(cast)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, other.ref)
        await change_severity(
            db, case, "assessed", "A", "All are down.", by=cast.ada, always_contact_id=case.contact_id
        )
    await run_jobs()
    assert (await reload(cast.ada, escalation)).severity == "A"
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        await resolve_escalation(db, found, "The firewall lacked the subnet.", by=cast.pia)
    for ref, state in ((escalation.case_ref, "resolved"), (other.ref, "closed")):
        async with as_person(cast.ada) as db:
            await close_case(db, await case_for(db, cast.ada, ref), "fixed", "Verified with them.", by=cast.ada)
        await run_jobs()
        assert (await reload(cast.ada, escalation)).state == state


async def test_a_return_reaches_every_case(cast: Cast) -> None:
    escalation, other = await two_cases(cast)
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        await return_escalation(db, found, "by_design", "The limit is documented.", by=cast.pia)
    assert [await turn_of(cast, ref) for ref in (escalation.case_ref, other.ref)] == ["us", "us"]
