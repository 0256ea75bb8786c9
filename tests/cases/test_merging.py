"""Cases that are seen as one, and what comes back when that is undone."""

from datetime import datetime, timedelta

import pytest

from escalations.cases.actions import (
    add_customer_message,
    close_case,
    link_cases,
    merge_cases,
    reply_to_customer,
    take_customer_message,
    unmerge_case,
    wait_for,
)
from escalations.cases.models import Case
from escalations.cases.queries import case_for, cases_of_customer, entries_of, open_cases, queue_counts
from escalations.cases.queries.merged import case_itself
from escalations.clocks.queries import open_clock, open_clocks
from escalations.customers.models import Customer
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.platform.search import search
from escalations.platform.time import now
from tests.builders import a_case, a_customer
from tests.cases.crew import actions_on, as_it_stands, notices_to
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of, program_of, run_jobs

WHY = "The same outage, told twice."


@pytest.fixture
async def customer(cast: Cast) -> Customer:
    return await a_customer()


async def two(cast: Cast, customer: Customer, **told: object) -> tuple[Case, Case]:
    return await a_case(cast.ada, customer), await a_case(cast.ada, customer, title="Share is gone", **told)


async def merges(case: Case, *others: Case, by: Person, tell_owners: bool = False) -> None:
    async with as_person(by) as db:
        found = [await case_itself(db, one.ref, lock=True) for one in (case, *others)]
        await merge_cases(db, found[0], found[1:], WHY, by=by, tell_owners=tell_owners)


async def unmerges(case: Case, by: Person) -> None:
    async with as_person(by) as db:
        await unmerge_case(db, await case_itself(db, case.ref, lock=True), by=by)


async def standing(case: Case) -> set[tuple[str, str, datetime | None]]:
    """Its open clocks."""
    async with as_system() as db:
        return {(one.kind, one.state, one.due_at) for one in await open_clocks(db, case.id)}


async def test_what_was_said_is_seen_together_and_numbers_lead_to_the_survivor(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer)
    await merges(survivor, absorbed, by=cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, absorbed.ref)
        assert case.id == survivor.id and case.absorbed == 1
        assert {entry.case_id for entry in await entries_of(db, case)} == {survivor.id, absorbed.id}
    assert "CaseMerged" in await actions_on(absorbed) and "CaseTookIn" in await actions_on(survivor)


async def test_it_counts_once_in_lists_and_queues(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer)
    await merges(survivor, absorbed, by=cast.ada)
    async with as_person(cast.ada) as db:
        assert [line.id for line in await open_cases(db)] == [survivor.id]
        assert [line.id for line in await cases_of_customer(db, customer.id)] == [survivor.id]
        assert sum(count.open for count in (await queue_counts(db)).values()) == 1


async def test_the_survivor_takes_the_earliest_due_time_and_the_absorbed_runs_no_clock(
    cast: Cast, customer: Customer
) -> None:
    survivor, absorbed = await two(cast, customer, claimed="A")
    async with as_person(cast.ada) as db:
        theirs = await open_clock(db, absorbed.id, "first_response")
        assert theirs is not None
    await merges(survivor, absorbed, by=cast.ada)
    async with as_person(cast.ada) as db:
        ours = await open_clock(db, survivor.id, "first_response")
        assert ours is not None and ours.due_at == theirs.due_at
        assert (await case_for(db, cast.ada, survivor.ref)).due_at == theirs.due_at
        assert await open_clocks(db, absorbed.id) == []


async def test_merged_twice_it_is_merged_once(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer)
    await merges(survivor, absorbed, by=cast.ada)
    await merges(survivor, absorbed, by=cast.ada)
    assert (await actions_on(survivor)).count("CaseTookIn") == 1


async def test_taken_back_both_are_what_they_were(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer, claimed="A")
    before = await as_it_stands(survivor), await as_it_stands(absorbed)
    await merges(survivor, absorbed, by=cast.ada)
    await unmerges(absorbed, cast.ada)
    await unmerges(absorbed, cast.ada)
    told = ("turn", "owner_id", "queue", "due_at", "due_kind", "closed_at", "absorbed", "merged_into_id")
    for was, case in zip(before, (survivor, absorbed), strict=True):
        is_now = await as_it_stands(case)
        assert {name: getattr(is_now, name) for name in told} == {name: getattr(was, name) for name in told}
    assert (await actions_on(absorbed)).count("CaseUnmerged") == 1


async def test_a_case_that_waits_is_woken_by_one_that_is_ours_and_waits_again(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer)
    until = now() + timedelta(days=2)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, survivor.ref, lock=True)
        await wait_for(db, case, "customer", "Which region is it?", until, by=cast.ada)
    before = await standing(survivor)
    assert ("follow_up", "running", until) in before
    await merges(survivor, absorbed, by=cast.ada)
    assert (await as_it_stands(survivor)).turn == "us"
    await unmerges(absorbed, cast.ada)
    assert (await as_it_stands(survivor)).turn == "customer" and await standing(survivor) == before


async def test_after_an_answer_the_absorbed_has_the_time_it_had_left(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer)
    due = (await as_it_stands(absorbed)).due_at
    await merges(survivor, absorbed, by=cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, survivor.ref, lock=True)
        await reply_to_customer(db, case, "We look into both.", by=cast.ada)
    await unmerges(absorbed, cast.ada)
    again = (await as_it_stands(absorbed)).due_at
    assert due is not None and again is not None and again >= due


async def test_other_customers_clouds_and_closed_cases_are_refused_with_what_to_do(cast: Cast) -> None:
    survivor = await a_case(cast.ada)
    stranger = await a_case(cast.ada, await a_customer(name="Quay Foods"))
    american = await a_case(cast.ada, await a_customer("usgov"))
    with pytest.raises(Refused, match="incident"):
        await merges(survivor, stranger, by=cast.ada)
    with pytest.raises(Refused, match="never merged across clouds"):
        await merges(survivor, american, by=cast.ada)
    with pytest.raises(Refused, match="itself"):
        await merges(survivor, survivor, by=cast.ada)


async def test_nothing_is_merged_onto_a_closed_case_or_in_a_circle(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer)
    third = await a_case(cast.ada, customer, title="Third of them")
    await merges(survivor, absorbed, by=cast.ada)
    with pytest.raises(Refused, match=f"part of {survivor.ref}"):
        await merges(absorbed, survivor, by=cast.ada)
    with pytest.raises(Refused, match=f"part of {survivor.ref}"):
        await merges(third, absorbed, by=cast.ada)
    async with as_person(cast.ada) as db:
        await close_case(
            db, await case_for(db, cast.ada, third.ref, lock=True), "fixed", "It mounts again now.", by=cast.ada
        )
    with pytest.raises(Refused, match="Reopen it first"):
        await merges(third, survivor, by=cast.ada)


async def test_merged_one_after_the_other_all_are_seen_on_the_last(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer)
    last = await a_case(cast.ada, customer, title="The whole story")
    await merges(survivor, absorbed, by=cast.ada)
    await merges(last, survivor, by=cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, absorbed.ref)
        assert case.id == last.id
        assert {entry.case_id for entry in await entries_of(db, case)} == {last.id, survivor.id, absorbed.id}
    with pytest.raises(Refused, match="take it out of there first"):
        await unmerges(absorbed, cast.ada)
    await unmerges(survivor, cast.ada)
    await unmerges(absorbed, cast.ada)
    assert (await as_it_stands(absorbed)).closed_at is None


async def test_at_most_ten_at_once(cast: Cast, customer: Customer) -> None:
    survivor = await a_case(cast.ada, customer)
    others = [await a_case(cast.ada, customer, title=f"Again, number {n}") for n in range(11)]
    with pytest.raises(Refused, match="At most 10"):
        await merges(survivor, *others, by=cast.ada)
    await merges(survivor, *others[:10], by=cast.ada)
    assert (await as_it_stands(survivor)).absorbed == 10


async def test_nobody_is_told_unless_asked_for(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer)
    owner = next(one for one in cast.everyone if one.id == absorbed.owner_id)
    by = cast.dora
    before = len(await notices_to(owner))
    await merges(survivor, absorbed, by=by)
    assert len(await notices_to(owner)) == before
    await unmerges(absorbed, by)
    await merges(survivor, absorbed, by=by, tell_owners=True)
    assert any("is part of" in text for text in (await notices_to(owner))[before:])


async def test_auditors_may_not_and_outsiders_find_nothing(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer)
    with pytest.raises(NotAllowed):
        await merges(survivor, absorbed, by=cast.otto)
    with pytest.raises(NotFound):
        await merges(survivor, absorbed, by=cast.cleo)


async def test_a_parent_link_of_the_absorbed_is_still_there_afterwards(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer)
    third = await a_case(cast.ada, customer, title="Something related")
    async with as_person(cast.ada) as db:
        await link_cases(db, await case_for(db, cast.ada, absorbed.ref), third, "related", by=cast.ada)
    await merges(survivor, absorbed, by=cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, survivor.ref, lock=True)
        await add_customer_message(db, case, "It is still gone.", by=cast.ada)
    await unmerges(absorbed, cast.ada)
    async with as_person(cast.ada) as db:
        assert len(await entries_of(db, await case_for(db, cast.ada, survivor.ref))) == 2
        assert len(await entries_of(db, await case_for(db, cast.ada, absorbed.ref))) == 1


async def test_mail_to_the_absorbed_is_heard_on_the_survivor_and_stays_where_it_was_addressed(
    cast: Cast, customer: Customer
) -> None:
    survivor, absorbed = await two(cast, customer)
    async with as_person(cast.ada) as db:
        for one in (survivor, absorbed):
            case = await case_for(db, cast.ada, one.ref, lock=True)
            await wait_for(db, case, "customer", "Which region is it?", now() + timedelta(days=2), by=cast.ada)
    await merges(survivor, absorbed, by=cast.ada)
    async with as_person(cast.ada) as db:
        await take_customer_message(db, await case_itself(db, absorbed.ref), "It is West Europe.", by=cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, survivor.ref)
        last = (await entries_of(db, case))[-1]
        assert (case.turn, last.case_id, last.body) == ("us", absorbed.id, "It is West Europe.")
    await unmerges(absorbed, cast.ada)
    again = await as_it_stands(absorbed)
    assert again.turn == "us", "what the customer wrote there still wants an answer"
    async with as_person(cast.ada) as db:
        assert [entry.body for entry in await entries_of(db, again)][-1] == "It is West Europe."


async def test_searching_for_the_absorbed_finds_the_survivor(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer, description="The zebra cluster says nothing but enigmatic things.")

    async def found() -> list[int]:
        await run_jobs()
        async with as_person(cast.ada) as db:
            return [hit.object_id for hit in await search(db, "enigmatic zebra", kinds=["case"])]

    assert await found() == [absorbed.id]
    await merges(survivor, absorbed, by=cast.ada)
    assert await found() == [survivor.id]
    await unmerges(absorbed, cast.ada)
    assert await found() == [absorbed.id]


async def test_in_the_browser_it_is_previewed_merged_and_taken_out(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer, claimed="A")
    url = f"/cases/{survivor.ref}/merging"
    async with browser_of(cast.ada) as ada, browser_of(cast.cleo) as cleo, browser_of(cast.otto) as otto:
        assert absorbed.title in (await ada.get(url)).text
        preview = (await ada.get(f"{url}?other={absorbed.ref}")).text
        assert f"{absorbed.ref} is A" in preview and "2 entries" in preview and f"from {absorbed.ref}" in preview
        assert "C-999" in (await ada.get(f"{url}?other=C-999")).text
        unsaid = await ada.submit(url, other=absorbed.ref, reason="")
        assert unsaid.status_code == 422
        assert (await cleo.get(url)).status_code == 404
        assert (await otto.submit(url, other=absorbed.ref, reason=WHY)).status_code == 403
        assert (await ada.submit(url, other=absorbed.ref, reason=WHY)).status_code == 303
        lead = await ada.get(f"/cases/{absorbed.ref}")
        assert (lead.status_code, lead.headers["location"]) == (303, f"/cases/{survivor.ref}?from={absorbed.ref}")
        assert f"{absorbed.ref} leads here" in (await ada.get(lead.headers["location"])).text
        assert "leads here" not in (await ada.get(f"/cases/{survivor.ref}?from=Call+0800+1234+now")).text
        page = (await ada.get(lead.headers["location"])).text
        assert "leads here" in page and f"written to {absorbed.ref}" in page and "Seen together" in page
        assert (await otto.submit(f"/cases/{absorbed.ref}/unmerging")).status_code == 403
        assert (await ada.submit(f"/cases/{absorbed.ref}/unmerging")).status_code == 303
        assert (await ada.get(f"/cases/{absorbed.ref}")).status_code == 200


async def test_what_is_refused_keeps_what_was_typed(cast: Cast, customer: Customer) -> None:
    survivor = await a_case(cast.ada, customer)
    stranger = await a_case(cast.ada, await a_customer(name="Quay Foods"))
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(f"/cases/{survivor.ref}/merging", other=stranger.ref, reason=WHY)
    assert answer.status_code == 409 and "another customer" in answer.text


async def test_programs_merge_and_unmerge(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer)
    async with program_of(cast.ada) as program:
        told = {"others": [absorbed.ref], "reason": WHY}
        assert (await program.post(f"/api/cases/{survivor.ref}/merging", json=told)).json()["ref"] == survivor.ref
        assert (await program.get(f"/api/cases/{absorbed.ref}")).json()["ref"] == survivor.ref
        assert [one["ref"] for one in (await program.get(f"/api/cases/{survivor.ref}/merged")).json()] == [absorbed.ref]
        message = await program.post(f"/api/cases/{absorbed.ref}/customer-messages", json={"text": "Still gone."})
        assert message.status_code == 201
        assert (await program.post(f"/api/cases/{absorbed.ref}/unmerging")).json()["ref"] == absorbed.ref


async def test_the_form_files_a_message_with_the_case_it_was_addressed_to(cast: Cast, customer: Customer) -> None:
    survivor, absorbed = await two(cast, customer)
    await merges(survivor, absorbed, by=cast.ada)
    async with as_person(cast.ada) as db:
        await wait_for(
            db, await case_for(db, cast.ada, survivor.ref, lock=True), "customer", "Since when?", later(), by=cast.ada
        )
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(f"/cases/{absorbed.ref}/customer-messages", text="Still gone, since Monday.")
        assert answer.status_code == 303 and answer.headers["Location"].startswith(f"/cases/{survivor.ref}")
    async with as_system() as db:
        said = (await entries_of(db, await case_itself(db, survivor.ref)))[-1]
    assert (said.body, said.case_id) == ("Still gone, since Monday.", absorbed.id)
    assert (await as_it_stands(survivor)).turn == "us"


def later() -> datetime:
    return now() + timedelta(days=2)
