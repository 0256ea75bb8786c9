import asyncio

import pytest

from escalations.cases.actions import assign_case, claim_case, unassign_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.events import trail_of
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, browser_of


async def unowned(cast: Cast) -> Case:
    opened = await a_case(cast.ada)
    async with as_person(cast.dora) as db:
        await unassign_case(db, await case_for(db, cast.dora, opened.ref, lock=True), "to be claimed", by=cast.dora)
    return opened


async def actions_on(cast: Cast, case: Case) -> list[str]:
    async with as_person(cast.dora) as db:
        return [row.action for row in await trail_of(db, case.subject)]


async def test_of_many_claims_one_wins(cast: Cast) -> None:
    case = await unowned(cast)

    async def claim(person: object) -> int:
        async with browser_of(person) as browser:  # type: ignore[arg-type]
            return (await browser.submit(f"/cases/{case.ref}/claim")).status_code

    answers = await asyncio.gather(*(claim(person) for person in [cast.ada, cast.ben, cast.rex] * 4))
    async with as_person(cast.dora) as db:
        assert (await case_for(db, cast.dora, case.ref)).owner_id is not None
    assert (await actions_on(cast, case)).count("CaseClaimed") == 1
    assert answers.count(303) == 4, "the winner's own repeats are fine, everybody else is refused"
    assert answers.count(409) == 8


async def test_claiming_twice_records_once(cast: Cast) -> None:
    case = await unowned(cast)
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref, lock=True)
        await claim_case(db, row, by=cast.ada)
        await claim_case(db, row, by=cast.ada)
    assert (await actions_on(cast, case)).count("CaseClaimed") == 1


async def test_what_somebody_owns_cannot_be_claimed(cast: Cast) -> None:
    case = await unowned(cast)
    async with as_person(cast.ada) as db:
        await claim_case(db, await case_for(db, cast.ada, case.ref, lock=True), by=cast.ada)
    async with as_person(cast.ben) as db:
        with pytest.raises(Refused, match="Ada already owns"):
            await claim_case(db, await case_for(db, cast.ben, case.ref, lock=True), by=cast.ben)


async def test_only_a_lead_or_the_owner_assigns_others(cast: Cast) -> None:
    case = await unowned(cast)
    async with as_person(cast.ada) as db:
        with pytest.raises(NotAllowed):
            await assign_case(db, await case_for(db, cast.ada, case.ref), cast.ben, by=cast.ada)
    async with as_person(cast.dora) as db:
        row = await case_for(db, cast.dora, case.ref)
        await assign_case(db, row, cast.ben, by=cast.dora)
        await assign_case(db, row, cast.ben, by=cast.dora)
    assert (await actions_on(cast, case))[:2].count("CaseAssigned") == 1


async def test_nobody_uncleared_is_given_a_case(cast: Cast) -> None:
    case = await unowned(cast)
    async with as_person(cast.dora) as db:
        with pytest.raises(NotAllowed, match="not cleared for public"):
            await assign_case(db, await case_for(db, cast.dora, case.ref), cast.cleo, by=cast.dora)


async def test_a_product_group_engineer_is_given_no_case(cast: Cast) -> None:
    case = await unowned(cast)
    async with as_person(cast.dora) as db:
        with pytest.raises(Refused, match="does not work on cases"):
            await assign_case(db, await case_for(db, cast.dora, case.ref), cast.pia, by=cast.dora)


async def test_the_outsider_and_the_auditor(cast: Cast) -> None:
    case = await unowned(cast)
    async with browser_of(cast.cleo) as cleo, browser_of(cast.otto) as otto:
        assert (await cleo.submit(f"/cases/{case.ref}/claim")).status_code == 404
        assert (await otto.submit(f"/cases/{case.ref}/claim")).status_code == 403


async def test_routing_gives_to_somebody_cleared(cast: Cast) -> None:
    customer = await a_customer("germany", "Isar Energie")
    opened = await a_case(cast.dora, customer)
    assert opened.owner_id in (cast.cleo.id, cast.dora.id)
