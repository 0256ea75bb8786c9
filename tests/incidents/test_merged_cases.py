"""Incidents and a case that is part of another one."""

from escalations.cases.actions import merge_cases
from escalations.cases.models import Case
from escalations.cases.queries import entries_of
from escalations.cases.queries.merged import case_itself
from escalations.incidents.actions import confirm_link, end_link, mitigate_incident, post_update
from escalations.incidents.queries import incident_for, incidents_of_case
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_person, as_system, browser_of, run_jobs


async def test_its_link_shows_on_the_survivor_which_hears_of_the_incident_and_may_end_it(cast: Cast) -> None:
    customer = await a_customer()
    survivor, absorbed = await a_hit_case(cast.ada, customer), await a_hit_case(cast.ada, customer, title="The same")
    incident = await an_incident(cast.dora)
    async with as_person(cast.ada) as db:
        await confirm_link(db, await case_itself(db, absorbed.ref, lock=True), incident, by=cast.ada)
        pair = [await case_itself(db, one.ref, lock=True) for one in (survivor, absorbed)]
        await merge_cases(db, pair[0], pair[1:], "One and the same.", by=cast.ada)
    await run_jobs()
    assert await linked(survivor) == {"confirmed": [incident.id]}
    async with as_person(cast.dora) as db:
        found = await incident_for(db, cast.dora, incident.ref, lock=True)
        await post_update(db, found, "The rollout is being taken back.", by=cast.dora)
        await mitigate_incident(db, found, "It is taken back.", by=cast.dora)
    await run_jobs()
    async with as_person(cast.ada) as db:
        here = await case_itself(db, survivor.ref)
        assert here.turn == "close_the_loop"
        assert any("is being taken back" in entry.body for entry in await entries_of(db, here))
    async with browser_of(cast.ada) as ada:
        assert incident.ref in (await ada.get(f"/cases/{survivor.ref}/incidents")).text
    async with as_person(cast.ada) as db:
        await end_link(db, await case_itself(db, survivor.ref, lock=True), incident, "Not this one.", by=cast.ada)
    assert "confirmed" not in await linked(survivor)


async def linked(case: Case) -> dict[str, list[int]]:
    async with as_system() as db:
        found = await incidents_of_case(db, await case_itself(db, case.ref))
    return {state: [one.id for one in links] for state, links in found.items() if links}
