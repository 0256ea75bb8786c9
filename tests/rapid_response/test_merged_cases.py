"""An engagement goes on looking after a case that is part of another one."""

from escalations.cases.actions import merge_cases, unmerge_case
from escalations.cases.models import Case
from escalations.cases.queries.merged import case_itself
from escalations.platform.db import nothing_to_record
from escalations.rapid_response.actions import engage, request_rapid_response
from escalations.rapid_response.models import Engagement
from escalations.rapid_response.queries import cases_in, open_engagement
from tests.cast import Cast
from tests.rapid_response.builders import REASON
from tests.rapid_response.scenes import an_engagement, another_case, notices_of
from tests.support import as_person, as_system, browser_of, run_jobs


async def merges(cast: Cast, survivor: Case, absorbed: Case) -> None:
    async with as_person(cast.ada) as db:
        pair = [await case_itself(db, one.ref, lock=True) for one in (survivor, absorbed)]
        await merge_cases(db, pair[0], pair[1:], "One and the same.", by=cast.ada)
    await run_jobs()


async def looked_after(engagement: Engagement) -> set[int]:
    async with as_system() as db:
        return {case.id for case in await cases_in(db, engagement, only_open=True)}


async def test_the_survivor_comes_in_for_the_absorbed_case_and_both_are_as_before_afterwards(cast: Cast) -> None:
    case, engagement = await an_engagement(cast)
    survivor = await another_case(cast, case.customer_id)
    await merges(cast, survivor, case)
    assert await looked_after(engagement) == {survivor.id}
    async with browser_of(cast.ada) as ada:
        assert engagement.ref in (await ada.get(f"/cases/{survivor.ref}/cover")).text
    async with as_person(cast.ada) as db:
        await unmerge_case(db, await case_itself(db, case.ref, lock=True), by=cast.ada)
    await run_jobs()
    assert await looked_after(engagement) == {case.id}


async def test_of_two_cases_of_one_engagement_the_survivor_stays(cast: Cast) -> None:
    case, engagement = await an_engagement(cast)
    survivor = await another_case(cast, case.customer_id)
    async with as_person(cast.ada) as db:
        await request_rapid_response(db, await case_itself(db, survivor.ref, lock=True), REASON, by=cast.ada)
    await merges(cast, survivor, case)
    assert await looked_after(engagement) == {survivor.id}
    async with as_person(cast.ada) as db:
        await unmerge_case(db, await case_itself(db, case.ref, lock=True), by=cast.ada)
    await run_jobs()
    assert await looked_after(engagement) == {case.id, survivor.id}


async def _another_engagement(cast: Cast, case: Case, first: Engagement) -> Engagement:
    """Of the same customer, which only comes about where the first is of several customers with one cause."""
    async with as_system() as db:
        nothing_to_record(db, "the stage is set before the play")
        row = await db.get_one(Engagement, first.id)
        row.customer_id, row.cause = None, "The same rollout"
    async with as_person(cast.ada) as db:
        await request_rapid_response(db, await case_itself(db, case.ref, lock=True), REASON, by=cast.ada)
    async with as_person(cast.rex) as db:
        return await engage(db, await case_itself(db, case.ref, lock=True), by=cast.rex)


async def test_a_lead_whose_last_case_another_engagement_has_by_now_is_told(cast: Cast) -> None:
    case, engagement = await an_engagement(cast)
    survivor = await another_case(cast, case.customer_id)
    other = await _another_engagement(cast, survivor, engagement)
    await merges(cast, survivor, case)
    assert await looked_after(engagement) == set() and await looked_after(other) == {survivor.id}
    assert any(f"Stand {engagement.ref} down" in text for text in await notices_of(cast.rex))
    async with as_person(cast.rex) as db:
        found = await open_engagement(db, survivor.id)
        assert found is not None and found.id == other.id
