from collections.abc import Callable

import asyncpg
import pytest

from escalations.cases.actions import (
    answer_swarm,
    assign_case,
    close_case,
    end_swarm,
    start_swarm,
    transfer_case,
    unassign_case,
)
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.cases.queries.swarms import SwarmView, swarm_calls, swarm_view
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, Refused
from tests.builders import a_case
from tests.cases.crew import (
    BOUNDARIES,
    actions_on,
    as_it_stands,
    nobody_is_there,
    notices_to,
    owner_of,
    stands,
    told_on,
)
from tests.cases.test_transferring import proposals, sent_round, transfer, transfers
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of, program_of

WHY = "The share answers from one network and not from the other."
FOUND = "A route was missing between the two networks."


async def swarm_on(case: Case) -> SwarmView | None:
    async with as_system(*BOUNDARIES) as db:
        return await swarm_view(db, await as_it_stands(case))


async def starts(case: Case, by: Person) -> SwarmView:
    async with as_person(by) as db:
        await start_swarm(db, await case_for(db, by, case.ref, lock=True), WHY, by=by)
    swarm = await swarm_on(case)
    assert swarm is not None
    return swarm


async def answers(case: Case, by: Person, answer: str) -> None:
    async with as_person(by) as db:
        await answer_swarm(db, await case_for(db, by, case.ref, lock=True), answer, "", by=by)


async def ends(case: Case, queue: str, by: Person) -> None:
    async with as_person(by) as db:
        await end_swarm(db, await case_for(db, by, case.ref, lock=True), queue, FOUND, by=by)


def asked(swarm: SwarmView) -> dict[str, list[str]]:
    teams: dict[str, list[str]] = {}
    for seat in swarm.seats:
        teams.setdefault(seat.queue, []).append(seat.name)
    return teams


@pytest.fixture
def named(cast: Cast) -> Callable[[str], Person]:
    return lambda name: next(person for person in cast.everyone if person.name == name)


async def owned_by_ada_after_two_transfers(cast: Cast) -> Case:
    """Storage has it, Ada owns it there; networking and a lead can be asked."""
    case = await sent_round(cast)
    if (owner := await owner_of(case)) != cast.ada.id:
        assert owner is not None
        async with as_person(cast.dora) as db:
            await assign_case(db, await case_for(db, cast.dora, case.ref, lock=True), cast.ada, by=cast.dora)
    return case


async def test_one_of_each_team_and_a_lead_are_asked_and_the_owner_stays(cast: Cast) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    swarm = await starts(case, cast.ada)
    assert asked(swarm) == {"": ["Dora"], "networking": ["Ben"]}
    assert swarm.in_words == "Storage + Networking, Dora leads" and swarm.missing == ()
    assert await owner_of(case) == cast.ada.id
    for person in (cast.dora, cast.ben):
        assert any(f"Join the swarm on {case.ref}" in text for text in await notices_to(person))
        async with as_person(person) as db:
            assert [call.ref for call in await swarm_calls(db, person)] == [case.ref]
    assert (await actions_on(case)).count("SwarmAsked") == 2


async def test_started_twice_it_asks_nobody_again(cast: Cast) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    await starts(case, cast.ada)
    swarm = await starts(case, cast.dora)
    assert len(swarm.seats) == 2
    assert (await actions_on(case)).count("SwarmStarted") == 1


async def test_who_leads_has_joined_when_they_call_it_themselves(cast: Cast) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    swarm = await starts(case, cast.dora)
    assert [(seat.name, seat.answer) for seat in swarm.seats if seat.leads] == [("Dora", "joined")]
    assert "leads the swarm" in [row.told for row in await told_on(case) if row.actor_id == cast.dora.id]


async def test_without_an_owner_the_lead_has_it_until_the_swarm_says(cast: Cast) -> None:
    case = await sent_round(cast)
    await nobody_is_there(cast)
    for person in (cast.dora, cast.ben):
        await stands(person, presence="available")
    async with as_person(cast.dora) as db:
        await unassign_case(db, await case_for(db, cast.dora, case.ref, lock=True), "nobody is there", by=cast.dora)
    swarm = await starts(case, cast.rex)
    assert await owner_of(case) == cast.dora.id
    assert set(asked(swarm)) == {"", "storage"} and swarm.missing == ("networking",), (
        "one engineer cannot stand for both"
    )
    await answers(case, cast.ben, "joined")
    await ends(case, "storage", cast.dora)
    assert await owner_of(case) == cast.ben.id


async def test_of_those_who_decline_the_next_is_asked(cast: Cast, named: Callable[[str], Person]) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    await stands(cast.rex, role="support_engineer")
    [first] = asked(await starts(case, cast.ada))["networking"]
    await answers(case, named(first), "declined")
    swarm = await swarm_on(case)
    assert swarm is not None
    now_asked = asked(swarm)["networking"]
    assert len(now_asked) == 2 and now_asked[0] == first
    await answers(case, named(now_asked[1]), "declined")
    swarm = await swarm_on(case)
    assert swarm is not None and swarm.missing == ("networking",)
    assert (await actions_on(case)).count("SwarmAnswered") == 2


async def test_the_same_answer_again_changes_nothing(cast: Cast) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    await starts(case, cast.ada)
    await answers(case, cast.ben, "joined")
    await answers(case, cast.ben, "joined")
    assert (await actions_on(case)).count("SwarmAnswered") == 1


async def test_somebody_full_still_lends_a_hand(cast: Cast) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    await stands(cast.ben, capacity=0)
    assert asked(await starts(case, cast.ada))["networking"] == ["Ben"]


async def test_the_swarm_says_whose_it_is_and_who_joined_for_them_takes_it(cast: Cast) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    await starts(case, cast.ada)
    await answers(case, cast.ben, "joined")
    await ends(case, "networking", cast.ada)
    after = await as_it_stands(case)
    assert (after.queue, after.owner_id, after.transfers) == ("networking", cast.ben.id, 3)
    assert await swarm_on(case) is None
    assert [(row.to_queue, row.words) for row in await transfers(case)][-1] == ("networking", FOUND)
    assert len(await proposals(case)) == 2, (
        "of the way back nothing is to be learnt: the rules send it there themselves"
    )
    await ends(case, "networking", cast.ada)
    assert (await actions_on(case)).count("SwarmEnded") == 1, "ending what is over does nothing"


async def test_it_may_stay_where_it_is(cast: Cast) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    await starts(case, cast.ada)
    await ends(case, "storage", cast.dora)
    after = await as_it_stands(case)
    assert (after.queue, after.owner_id, after.transfers) == ("storage", cast.ada.id, 2)


async def test_while_it_lasts_and_after_it_nobody_transfers(cast: Cast) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    await starts(case, cast.ada)
    with pytest.raises(Refused, match="A swarm is on"):
        await transfer(case, "identity", cast.ada)
    await ends(case, "storage", cast.dora)
    with pytest.raises(Refused, match="already transferred 2 times"):
        await transfer(case, "identity", cast.ada)


async def test_a_case_of_one_team_has_nobody_to_bring_together(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.dora) as db:
        with pytest.raises(Refused, match="one team only"):
            await start_swarm(db, await case_for(db, cast.dora, case.ref, lock=True), WHY, by=cast.dora)


async def test_who_was_not_asked_cannot_answer_and_a_bystander_cannot_end(cast: Cast) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    await stands(cast.rex, role="support_engineer")
    swarm = await starts(case, cast.ada)
    others = [person for person in (cast.ben, cast.rex) if person.name not in asked(swarm)["networking"]]
    with pytest.raises(Refused, match="not asked to join"):
        await answers(case, others[0], "joined")
    async with as_person(others[0]) as db:
        bystander = await db.get_one(Person, others[0].id)
        with pytest.raises(NotAllowed, match="ended by those who joined"):
            await end_swarm(db, await case_for(db, bystander, case.ref, lock=True), "networking", FOUND, by=bystander)


async def test_it_ends_with_its_case(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    await starts(case, cast.ada)
    async with as_person(cast.ada) as db:
        await close_case(
            db, await case_for(db, cast.ada, case.ref, lock=True), "fixed", "The route was added.", by=cast.ada
        )
    assert (
        await admin.fetchval("SELECT count(*) FROM case_swarm")
        + await admin.fetchval("SELECT count(*) FROM swarm_seat")
        == 0
    )
    assert "ended the swarm with the case" in [row.told for row in await told_on(case)]


async def test_the_page_shows_who_is_asked_and_who_leads(cast: Cast) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        missing = await ada.submit(f"/cases/{case.ref}/swarm", htmx=True, why="")
        assert missing.status_code == 422 and "Fill this in." in missing.text
        started = await ada.submit(f"/cases/{case.ref}/swarm", htmx=True, why=WHY)
        assert started.status_code == 200 and "Swarm: Storage + Networking, Dora leads" in started.text
        page = (await ben.get(f"/cases/{case.ref}")).text
        assert "You are asked to join for Networking." in page and WHY in page
        joined = await ben.submit(f"/cases/{case.ref}/swarm/answers", htmx=True, answer="joined")
        assert joined.status_code == 200 and "You are asked" not in joined.text
        outcome = await ben.submit(f"/cases/{case.ref}/swarm/outcome", htmx=True, queue="networking")
        assert outcome.status_code == 422 and "Fill this in." in outcome.text
        done = await ben.submit(f"/cases/{case.ref}/swarm/outcome", queue="networking", outcome=FOUND)
        assert done.status_code == 303
    assert await owner_of(case) == cast.ben.id


async def test_the_outsider_and_the_auditor(cast: Cast) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    sent = {"": {"why": WHY}, "/answers": {"answer": "joined"}, "/outcome": {"queue": "storage", "outcome": FOUND}}
    async with browser_of(cast.cleo) as cleo, browser_of(cast.otto) as otto:
        for verb, fields in sent.items():
            assert (await cleo.submit(f"/cases/{case.ref}/swarm{verb}", **fields)).status_code == 404
            assert (await otto.submit(f"/cases/{case.ref}/swarm{verb}", **fields)).status_code == 403
    assert await swarm_on(case) is None


async def test_programs_swarm_too(cast: Cast) -> None:
    case = await owned_by_ada_after_two_transfers(cast)
    url = f"/api/cases/{case.ref}/swarm"
    async with program_of(cast.ada) as ada, program_of(cast.ben) as ben, program_of(cast.cleo) as cleo:
        assert (await ada.get(url)).json()["swarm"] is None
        started = (await ada.post(url, json={"why": WHY})).json()
        assert started["swarm"]["queues"] == ["storage", "networking"]
        assert [(seat["name"], seat["answer"]) for seat in started["swarm"]["seats"]] == [("Dora", ""), ("Ben", "")]
        assert (await ben.post(f"{url}/answers", json={"answer": "joined"})).status_code == 200
        ended = (await ben.post(f"{url}/outcome", json={"queue": "networking", "outcome": FOUND})).json()
        assert (ended["queue"], ended["owner"], ended["swarm"]) == ("networking", cast.ben.ref, None)
        assert (await cleo.get(url)).status_code == 404


async def test_a_first_transfer_is_enough_for_a_swarm(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.dora) as db:
        row = await case_for(db, cast.dora, case.ref, lock=True)
        await transfer_case(db, row, "networking", "text", "They say the network is slow.", by=cast.dora)
    assert set((await starts(case, cast.dora)).queues) == {"storage", "networking"}
