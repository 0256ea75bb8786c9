"""Linking all suggestions at once can be taken back for a while by whoever did it."""

from datetime import timedelta

import pytest

from escalations.cases.queries import case_for
from escalations.incidents.actions import confirm_all_suggested, end_link, undo_confirmations
from escalations.incidents.models import CaseIncidentLink, Incident
from escalations.incidents.queries import impact_of, incident_for
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.platform.events import trail_of
from escalations.platform.time import now, time_at
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_person, browser_of, program_of, run_jobs


async def linked_in_one_go(cast: Cast, cases: int = 3) -> Incident:
    customer = await a_customer()
    for _ in range(cases):
        await a_hit_case(cast.ada, customer)
    incident = await an_incident(cast.dora)
    await run_jobs()
    async with as_person(cast.ada) as db:
        assert (
            len(await confirm_all_suggested(db, await incident_for(db, cast.ada, incident.ref), by=cast.ada)) == cases
        )
    return incident


async def undo(person: Person, ref: str) -> list[CaseIncidentLink]:
    async with as_person(person) as db:
        return await undo_confirmations(db, await incident_for(db, person, ref), by=person)


async def test_what_was_linked_is_suggested_again(cast: Cast) -> None:
    incident = await linked_in_one_go(cast)
    links = await undo(cast.ada, incident.ref)
    assert {(link.state, link.author_id) for link in links} == {("suggested", None)} and len(links) == 3
    async with as_person(cast.ada) as db:
        assert (await impact_of(db, incident)).cases == 0
        told = [row.told for row in await trail_of(db, incident.subject)]
    assert sum("took back linking C-" in sentence for sentence in told) == 3


async def test_it_is_undone_once_and_linked_again(cast: Cast) -> None:
    incident = await linked_in_one_go(cast)
    await undo(cast.ada, incident.ref)
    with pytest.raises(Refused, match="in one go"):
        await undo(cast.ada, incident.ref)
    async with as_person(cast.ada) as db:
        assert len(await confirm_all_suggested(db, await incident_for(db, cast.ada, incident.ref), by=cast.ada)) == 3


async def test_what_somebody_judged_since_is_left_to_them(cast: Cast) -> None:
    incident = await linked_in_one_go(cast)
    async with as_person(cast.ben) as db:
        case = await case_for(db, cast.ben, "C-1", lock=True)
        await end_link(db, case, await incident_for(db, cast.ben, incident.ref), "another share", by=cast.ben)
    assert [link.case_ref for link in await undo(cast.ada, incident.ref)] == ["C-2", "C-3"]


async def test_only_for_a_while_and_only_by_whoever_did_it(cast: Cast) -> None:
    incident = await linked_in_one_go(cast)
    with pytest.raises(Refused):
        await undo(cast.ben, incident.ref)
    with time_at(now() + timedelta(minutes=31)), pytest.raises(Refused, match="30 min"):
        await undo(cast.ada, incident.ref)
    with pytest.raises(NotAllowed):
        await undo(cast.otto, incident.ref)
    with pytest.raises(NotFound):
        await undo(cast.cleo, incident.ref)


async def test_undo_stands_on_the_page_of_whoever_linked(cast: Cast) -> None:
    incident = await linked_in_one_go(cast)
    url = f"/incidents/{incident.ref}"
    async with browser_of(cast.ben) as browser:
        assert "You linked" not in (await browser.get(url)).text
        assert (await browser.submit(f"{url}/undone-confirmations")).status_code == 409
    async with browser_of(cast.ada) as browser:
        assert "You linked 3 cases" in (await browser.get(url)).text
        answer = await browser.submit(f"{url}/undone-confirmations", htmx=True)
        assert answer.status_code == 200 and "You linked" not in answer.text and "Link all 3" in answer.text
    for person, status in ((cast.otto, 403), (cast.cleo, 404)):
        async with browser_of(person) as browser:
            assert (await browser.submit(f"{url}/undone-confirmations")).status_code == status


async def test_programs_undo_as_well(cast: Cast) -> None:
    incident = await linked_in_one_go(cast, 2)
    async with program_of(cast.ada) as program:
        answer = await program.post(f"/api/incidents/{incident.ref}/undone-confirmations")
        assert [link["state"] for link in answer.json()] == ["suggested", "suggested"]
        assert (await program.post(f"/api/incidents/{incident.ref}/undone-confirmations")).status_code == 409
