import asyncio
from datetime import timedelta

import pytest

from escalations.cases.actions import assign_case, claim_case
from escalations.cases.queries import case_for
from escalations.people.models import Clearance, Person
from escalations.platform.db import nothing_to_record
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.time import now
from tests.builders import a_case, a_customer
from tests.cases.crew import actions_on, as_it_stands, notices_to, unowned
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of


async def test_of_many_claims_one_wins(cast: Cast) -> None:
    case = await unowned(cast)

    async def claim(person: object) -> int:
        async with browser_of(person) as browser:  # type: ignore[arg-type]
            return (await browser.submit(f"/cases/{case.ref}/claim")).status_code

    answers = await asyncio.gather(*(claim(person) for person in [cast.ada, cast.ben, cast.rex] * 4))
    async with as_person(cast.dora) as db:
        assert (await case_for(db, cast.dora, case.ref)).owner_id is not None
    assert (await actions_on(case)).count("CaseClaimed") == 1
    assert answers.count(303) == 4, "the winner's own repeats are fine, everybody else is refused"
    assert answers.count(409) == 8


async def test_of_a_hundred_claims_at_once_one_wins(cast: Cast) -> None:
    """Each in a transaction of its own, with nothing locked beforehand: only the compare-and-set decides."""
    case = await unowned(cast)
    people = [
        Person(name=f"Engineer {number}", email=f"e{number}@support.example", role="support_engineer")
        for number in range(100)
    ]
    async with as_system() as db:
        nothing_to_record(db, "the stage is set before the play")
        db.add_all(people)
        await db.flush()
        db.add_all(_cleared(person) for person in people)
    ready, doors = asyncio.Event(), asyncio.Semaphore(40)

    async def claim(person: Person) -> str:
        async with doors, as_person(person) as db:
            row = await case_for(db, person, case.ref)
            await ready.wait()
            try:
                await claim_case(db, row, by=person)
            except Refused as refused:
                return str(refused)
            return person.name

    claims = [asyncio.create_task(claim(person)) for person in people]
    await asyncio.sleep(0.5)
    ready.set()
    answers = await asyncio.gather(*claims)
    [winner] = [answer for answer in answers if answer.startswith("Engineer") and "owns" not in answer]
    assert sorted(set(answers) - {winner}) == [
        f"{winner} already owns {case.ref}. Ask them, or a duty lead, to hand it over."
    ]
    assert len(answers) == 100 and (await actions_on(case)).count("CaseClaimed") == 1


def _cleared(person: Person) -> Clearance:
    return Clearance(
        boundary="public", person_id=person.id, granted_at=now() - timedelta(days=1), expires_at=now() + timedelta(days=9), evidence="on file"
    )  # fmt: skip


async def test_claiming_twice_records_once(cast: Cast) -> None:
    case = await unowned(cast)
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref, lock=True)
        await claim_case(db, row, by=cast.ada)
        await claim_case(db, row, by=cast.ada)
    assert (await actions_on(case)).count("CaseClaimed") == 1


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
    assert (await actions_on(case)).count("CaseAssigned") == 2, "at its opening, and once by her"


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


async def test_whoever_is_given_a_case_is_told(cast: Cast) -> None:
    case = await unowned(cast)
    async with as_person(cast.dora) as db:
        await assign_case(db, await case_for(db, cast.dora, case.ref), cast.ben, by=cast.dora)
    assert f"{case.ref} is yours: {case.title}." in await notices_to(cast.ben)
    assert (await as_it_stands(case)).heard_at is None


async def test_whoever_takes_a_case_has_looked_at_it(cast: Cast) -> None:
    case = await unowned(cast)
    before = len(await notices_to(cast.ben))
    async with as_person(cast.ben) as db:
        await claim_case(db, await case_for(db, cast.ben, case.ref), by=cast.ben)
    assert len(await notices_to(cast.ben)) == before
    assert (await as_it_stands(case)).heard_at is not None
