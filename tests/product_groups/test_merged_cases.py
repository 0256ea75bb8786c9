"""An escalation of a case that is part of another one: seen, answered and closed from there."""

from datetime import timedelta

import pytest

from escalations.cases.actions import close_case, merge_cases, reply_to_customer, unmerge_case, wait_for
from escalations.cases.internal_texts import internal_texts_of
from escalations.cases.models import Case
from escalations.cases.queries import newest_entry
from escalations.cases.queries.merged import case_itself
from escalations.clocks.queries import open_clocks
from escalations.platform.errors import Refused
from escalations.platform.time import now
from escalations.product_groups.actions import (
    add_case,
    close_escalation,
    comment_on_escalation,
    remove_case,
    reopen_escalation,
    resolve_escalation,
    return_escalation,
)
from escalations.product_groups.models import Escalation
from escalations.product_groups.queries import cases_of, escalation_for, escalations_of, open_escalation
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.product_groups.builders import GROUP, an_escalation, reload
from tests.support import as_person, as_system, browser_of, run_jobs


async def merged_pair(cast: Cast, survivor: Case, absorbed: Case) -> None:
    async with as_person(cast.ada) as db:
        pair = [await case_itself(db, one.ref, lock=True) for one in (survivor, absorbed)]
        await merge_cases(db, pair[0], pair[1:], "One and the same.", by=cast.ada)
    await run_jobs()


async def it(case: Case) -> Case:
    async with as_system() as db:
        return await case_itself(db, case.ref)


@pytest.fixture
async def scene(cast: Cast) -> tuple[Escalation, Case, Case, Case]:
    """E-1 leads on the first case and stands for the second, which is part of the third."""
    customer = await a_customer()
    lead, absorbed, survivor = [await a_case(cast.ada, customer, title=f"Share {n}") for n in (1, 2, 3)]
    escalation = await an_escalation(cast, lead)
    async with as_person(cast.ada) as db:
        found = await escalation_for(db, cast.ada, escalation.ref)
        await add_case(db, found, await case_itself(db, absorbed.ref, lock=True), by=cast.ada)
    await merged_pair(cast, survivor, absorbed)
    return escalation, lead, absorbed, survivor


Scene = tuple[Escalation, Case, Case, Case]


async def test_it_is_seen_from_the_survivor_and_the_survivor_from_it(cast: Cast, scene: Scene) -> None:
    escalation, lead, absorbed, survivor = scene
    async with as_person(cast.ada) as db:
        here = await case_itself(db, survivor.ref)
        assert [one.id for one in await escalations_of(db, here)] == [escalation.id]
        assert (await open_escalation(db, here, GROUP)) is not None
        assert [case.id for case, _ in await cases_of(db, escalation)] == [lead.id, survivor.id]
    async with browser_of(cast.ada) as ada:
        assert escalation.ref in (await ada.get(f"/cases/{survivor.ref}/escalations")).text
        page = (await ada.get(f"/escalations/{escalation.ref}")).text
        assert survivor.ref in page and f"/cases/{absorbed.ref}" not in page


async def test_what_the_group_says_of_it_is_known_inside_text_of_the_survivor(cast: Cast, scene: Scene) -> None:
    escalation, _, _, survivor = scene
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        await comment_on_escalation(db, found, "The canary ring was skipped that night.", by=cast.pia)
    async with as_system() as db:
        told = await internal_texts_of(db, await case_itself(db, survivor.ref))
        assert any(one.text.startswith("The canary") and escalation.ref in one.where for one in told)


async def test_the_answer_comes_to_the_survivor_which_closes_the_loop(cast: Cast, scene: Scene) -> None:
    escalation, lead, _, survivor = scene
    async with as_person(cast.pia) as db:
        await resolve_escalation(db, await escalation_for(db, cast.pia, escalation.ref), "Taken back.", by=cast.pia)
    assert (await it(survivor)).turn == "close_the_loop"
    async with browser_of(cast.ada) as ada:
        assert f"resolved {escalation.ref}" in (await ada.get(f"/cases/{survivor.ref}")).text
    for case in (lead, survivor):
        assert (await reload(cast.ada, escalation)).state == "resolved"
        async with as_person(cast.ada) as db:
            await close_case(db, await case_itself(db, case.ref, lock=True), "fixed", "", by=cast.ada)
        await run_jobs()
    assert (await reload(cast.ada, escalation)).state == "closed"


async def test_the_survivor_leads_when_the_case_that_led_is_closed(cast: Cast, scene: Scene) -> None:
    """Nothing runs on the absorbed case, and taken apart again both stay on the escalation."""
    escalation, lead, absorbed, survivor = scene
    async with as_person(cast.ada) as db:
        await close_case(db, await case_itself(db, lead.ref, lock=True), "fixed", "", by=cast.ada)
    await run_jobs()
    found = await reload(cast.ada, escalation)
    assert (found.state, found.case_id) == ("submitted", survivor.id)
    async with as_person(cast.ada) as db:
        await unmerge_case(db, await case_itself(db, absorbed.ref, lock=True), by=cast.ada)
    await run_jobs()
    async with as_person(cast.ada) as db:
        assert [case.id for case, _ in await cases_of(db, found)] == [survivor.id, lead.id, absorbed.id]


async def test_it_is_withdrawn_with_the_last_of_its_cases(cast: Cast, scene: Scene) -> None:
    escalation, lead, _, survivor = scene
    for case in (lead, survivor):
        assert (await reload(cast.ada, escalation)).is_open
        async with as_person(cast.ada) as db:
            await close_case(db, await case_itself(db, case.ref, lock=True), "fixed", "", by=cast.ada)
        await run_jobs()
    assert (await reload(cast.ada, escalation)).state == "withdrawn"


async def test_the_survivor_is_taken_off_with_what_it_took_in(cast: Cast, scene: Scene) -> None:
    escalation, lead, _, survivor = scene
    async with as_person(cast.ada) as db:
        found = await escalation_for(db, cast.ada, escalation.ref)
        await remove_case(db, found, await case_itself(db, survivor.ref, lock=True), "Another story.", by=cast.ada)
        assert [case.id for case, _ in await cases_of(db, found)] == [lead.id]


async def test_what_was_resolved_before_the_merge_is_closed_and_reopened_from_the_survivor(cast: Cast) -> None:
    customer = await a_customer()
    survivor, absorbed = await a_case(cast.ada, customer), await a_case(cast.ada, customer, title="The same share")
    escalation = await an_escalation(cast, absorbed)
    async with as_person(cast.pia) as db:
        await resolve_escalation(db, await escalation_for(db, cast.pia, escalation.ref), "Taken back.", by=cast.pia)
    await merged_pair(cast, survivor, absorbed)
    async with browser_of(cast.ada) as ada:
        page = (await ada.get(f"/cases/{survivor.ref}")).text
        assert f"resolved {escalation.ref}" in page, "the reply that was prepared shows on the survivor"
    async with as_person(cast.ada) as db:
        await reopen_escalation(db, await escalation_for(db, cast.ada, escalation.ref), "Not over.", by=cast.ada)
    assert (await reload(cast.ada, escalation)).case_id == survivor.id
    assert (await it(survivor)).turn == "product_group"
    async with as_person(cast.pia) as db:
        await resolve_escalation(db, await escalation_for(db, cast.pia, escalation.ref), "Now it is.", by=cast.pia)
    async with as_person(cast.ada) as db:
        await close_escalation(db, await escalation_for(db, cast.ada, escalation.ref), by=cast.ada)
    assert (await reload(cast.ada, escalation)).state == "closed"


async def test_a_case_whose_group_still_owes_an_answer_is_not_absorbed(cast: Cast) -> None:
    customer = await a_customer()
    survivor, held = await a_case(cast.ada, customer), await a_case(cast.ada, customer, title="The same share")
    await an_escalation(cast, held)
    async with as_person(cast.ada) as db:
        pair = [await case_itself(db, one.ref, lock=True) for one in (survivor, held)]
        with pytest.raises(Refused, match="A product group works on"):
            await merge_cases(db, pair[0], pair[1:], "One and the same.", by=cast.ada)


async def test_what_was_escalated_while_merged_wakes_again_when_it_comes_back(cast: Cast) -> None:
    """It waited for the customer before the merge, and for the group by the time that the merge was taken back."""
    customer = await a_customer()
    survivor, absorbed = await a_case(cast.ada, customer), await a_case(cast.ada, customer, title="The same share")
    async with as_person(cast.ada) as db:
        held = await case_itself(db, survivor.ref, lock=True)
        await reply_to_customer(db, held, "We look into it.", by=cast.ada, last_seen=await newest_entry(db, held))
        await wait_for(db, held, "customer", "Since when?", now() + timedelta(days=1), by=cast.ada)
    await merged_pair(cast, survivor, absorbed)
    escalation = await an_escalation(cast, survivor)
    async with as_person(cast.ada) as db:
        await unmerge_case(db, await case_itself(db, absorbed.ref, lock=True), by=cast.ada)
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        await return_escalation(db, found, "known_issue", "See the article.", by=cast.pia)
    async with as_system() as db:
        running = {clock.kind for clock in await open_clocks(db, survivor.id) if clock.state == "running"}
    assert (await it(survivor)).turn == "us" and "next_update" in running
