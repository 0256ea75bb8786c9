import asyncio

import pytest
from sqlmodel import select

from escalations.cases.queries import case_for
from escalations.incidents.actions import confirm_all_suggested, confirm_link, end_link, reject_link
from escalations.incidents.actions.suggesting import suggest
from escalations.incidents.matching import Match
from escalations.incidents.models import CaseIncidentLink
from escalations.incidents.queries import impact_of, incident_for, present_link
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.trail import trail_of
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_person, as_system, run_jobs


async def test_a_link_stands_on_the_case_and_on_the_incident(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    async with as_person(cast.ada) as db:
        link = await confirm_link(db, case, incident, by=cast.ada)
        sentence = f"linked {case.ref} to incident {incident.ref}"
        assert sentence in [row.told for row in await trail_of(db, case.subject)]
        assert sentence in [row.told for row in await trail_of(db, incident.subject)]
    assert (link.state, link.method, link.author_id) == ("confirmed", "manual", cast.ada.id)
    assert "product Azure Files" in link.evidence


async def test_confirming_twice_is_one_link_and_one_event(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    for person in (cast.ada, cast.ben):
        async with as_person(person) as db:
            await confirm_link(db, case, incident, by=person)
    async with as_person(cast.ada) as db:
        (link,) = (await db.exec(select(CaseIncidentLink))).all()
        assert [row.action for row in await trail_of(db, incident.subject)].count("IncidentLinkConfirmed") == 1
    assert link.author_id == cast.ada.id


async def test_two_who_link_at_the_same_moment_make_one_link(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)

    async def link_as(person: Person) -> int:
        async with as_person(person) as db:
            mine = await case_for(db, person, case.ref, lock=True)
            return (await confirm_link(db, mine, await incident_for(db, person, incident.ref), by=person)).id

    first, second = await asyncio.gather(link_as(cast.ada), link_as(cast.ben))
    assert first == second


async def test_who_links_in_the_moment_in_which_the_system_suggests_it_wins(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada, family="networking"), await an_incident(cast.dora)
    suggesting = {case.id: Match(80, "rule", ("product Azure Files",))}

    async def link() -> CaseIncidentLink:
        async with as_person(cast.ada) as db:
            mine = await case_for(db, cast.ada, case.ref, lock=True)
            return await confirm_link(db, mine, incident, by=cast.ada)

    async with as_system() as db:
        assert await suggest(db, incident, suggesting) == 1
        linking = asyncio.create_task(link())
        assert not (await asyncio.wait([linking], timeout=1))[0], "it waits for what is being written"
    confirmed = await linking
    assert (confirmed.state, confirmed.method, confirmed.author_id) == ("confirmed", "rule", cast.ada.id)
    async with as_person(cast.ada) as db:
        assert len((await db.exec(select(CaseIncidentLink))).all()) == 1


async def test_a_case_nobody_would_suggest_can_be_linked(cast: Cast) -> None:
    case = await a_hit_case(cast.ada, family="networking", product="vpn_gateway", region="japaneast")
    incident = await an_incident(cast.dora)
    async with as_person(cast.ada) as db:
        link = await confirm_link(db, case, incident, by=cast.ada)
    assert (link.score, link.evidence) == (0, [])


async def test_a_link_never_crosses_a_boundary(cast: Cast) -> None:
    case = await a_hit_case(cast.ada, await a_customer("usgov", "Federal Parks"), region="usgovvirginia")
    incident = await an_incident(cast.dora)
    async with as_person(cast.ada) as db:
        for verb in (confirm_link, reject_link):
            with pytest.raises(Refused, match="cannot cross boundaries"):
                await verb(db, case, incident, by=cast.ada)


async def test_what_was_denied_is_kept_and_not_suggested_again(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    await run_jobs()
    async with as_person(cast.ada) as db:
        denied = await reject_link(db, case, incident, "they use another share", by=cast.ada)
        again = await reject_link(db, case, incident, "something else", by=cast.ada)
        newest = (await trail_of(db, incident.subject))[0]
    assert denied.id == again.id and again.reason == "they use another share"
    assert denied.score > 60
    assert newest.told == f"said that {case.ref} does not come of incident {incident.ref}: they use another share"
    assert await confirm_all(cast, incident.ref) == 0


async def test_a_denial_can_be_taken_back_and_a_link_not_denied(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    async with as_person(cast.ada) as db:
        await reject_link(db, case, incident, by=cast.ada)
        link = await confirm_link(db, case, incident, by=cast.ada)
        with pytest.raises(Refused, match="End the link with a reason"):
            await reject_link(db, case, incident, by=cast.ada)
    assert (link.state, link.reason) == ("confirmed", "")


async def test_an_ended_link_stays_as_history_and_a_new_one_may_follow(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    async with as_person(cast.ada) as db:
        await confirm_link(db, case, incident, by=cast.ada)
        ended = await end_link(db, case, incident, "it was their own firewall", by=cast.ada)
        again = await end_link(db, case, incident, "it was their own firewall", by=cast.ada)
        assert (await impact_of(db, incident)).cases == 0
        fresh = await confirm_link(db, case, incident, by=cast.ada)
        assert (await impact_of(db, incident)).cases == 1
        told = [row.action for row in reversed(await trail_of(db, incident.subject))]
    assert ended.id == again.id != fresh.id
    assert (ended.state, ended.ended_at) == ("ended", ended.at)
    assert told[1:] == ["IncidentLinkConfirmed", "IncidentLinkEnded", "IncidentLinkConfirmed"]


async def test_what_is_not_linked_cannot_end(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    async with as_person(cast.ada) as db:
        with pytest.raises(Refused, match="no link to end"):
            await end_link(db, case, incident, "by mistake", by=cast.ada)


async def test_all_suggestions_at_once_each_recorded_on_its_case(cast: Cast) -> None:
    cases = [await a_hit_case(cast.ada, await a_customer(name=f"Customer {n}")) for n in range(3)]
    incident = await an_incident(cast.dora)
    await run_jobs()
    assert await confirm_all(cast, incident.ref) == 3
    assert await confirm_all(cast, incident.ref) == 0
    async with as_person(cast.ada) as db:
        for case in cases:
            assert "IncidentLinkConfirmed" in [row.action for row in await trail_of(db, case.subject)]
            link = await present_link(db, case, incident)
            assert link is not None and link.author_id == cast.ada.id


async def confirm_all(cast: Cast, ref: str) -> int:
    async with as_person(cast.ada) as db:
        return len(await confirm_all_suggested(db, await incident_for(db, cast.ada, ref), by=cast.ada))


@pytest.mark.parametrize("who", ["otto", "comm", "pia"])
async def test_who_does_not_work_cases_may_not_link_them(cast: Cast, who: str) -> None:
    case, incident, person = await a_hit_case(cast.ada), await an_incident(cast.dora), getattr(cast, who)
    async with as_person(person) as db:
        for verb in (confirm_link, reject_link):
            with pytest.raises(NotAllowed):
                await verb(db, case, incident, by=person)
        with pytest.raises(NotAllowed):
            await end_link(db, case, incident, "no", by=person)
        with pytest.raises(NotAllowed):
            await confirm_all_suggested(db, incident, by=person)
