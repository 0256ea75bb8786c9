from datetime import timedelta

from escalations.incidents.actions import confirm_link
from escalations.platform.time import now
from escalations.platform.trail import trail_of
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.incidents.test_incident_pages import parts_of
from tests.support import as_person, browser_of, run_jobs


async def test_the_slot_is_one_fragment_with_the_suggestion_and_its_key(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    await run_jobs()
    async with browser_of(cast.ada) as browser:
        slot = (await browser.get(f"/cases/{case.ref}/incidents")).text.strip()
    assert slot.startswith('<div id="case-incidents"') and slot.endswith("</div>") and "<html" not in slot
    for text in (incident.title, "product Azure Files", 'data-key="i"', "Not this"):
        assert text in slot
    assert "Declare an incident" not in slot


async def test_weaker_likenesses_are_shown_but_not_stored(cast: Cast) -> None:
    case = await a_hit_case(
        cast.ada, product=None, region=None, title="Nothing works at all", description="Everybody is waiting."
    )
    incident = await an_incident(cast.dora)
    await run_jobs()
    async with browser_of(cast.ada) as browser:
        assert incident.ref in (await browser.get(f"/cases/{case.ref}/incidents")).text
        assert "none to check" in (await browser.get(f"/incidents/{incident.ref}")).text


async def test_linking_and_taking_it_back_from_the_case(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    url = f"/cases/{case.ref}/incidents/{incident.ref}"
    async with browser_of(cast.ada) as browser:
        linked = await browser.submit(f"{url}/confirmation", htmx=True)
        assert parts_of(linked) == {"case-incidents"} and "It is not this incident" in linked.text
        unsaid = await browser.submit(f"{url}/end", htmx=True)
        assert unsaid.status_code == 422 and "Fill this in." in unsaid.text
        ended = await browser.submit(f"{url}/end", htmx=True, reason="their own firewall")
        assert ended.status_code == 200 and incident.title not in ended.text
        plain = await browser.submit(f"{url}/confirmation")
        assert (plain.status_code, plain.headers["location"]) == (303, f"/cases/{case.ref}")
    async with as_person(cast.ada) as db:
        told = [row.action for row in await trail_of(db, case.subject)]
        assert told.count("IncidentLinkConfirmed") == 2 and "IncidentLinkEnded" in told


async def test_what_is_set_aside_can_be_linked_after_all(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    url = f"/cases/{case.ref}/incidents/{incident.ref}"
    async with browser_of(cast.ada) as browser:
        aside = await browser.submit(f"{url}/rejection", htmx=True)
        assert "1 set aside" in aside.text and "Link after all" in aside.text
        assert "It is not this incident" in (await browser.submit(f"{url}/confirmation", htmx=True)).text


async def test_those_who_may_declare_are_offered_it(cast: Cast) -> None:
    case = await a_hit_case(cast.ada)
    async with browser_of(cast.dora) as browser:
        slot = await browser.get(f"/cases/{case.ref}/incidents")
    assert f"/incidents/new?case={case.ref}" in slot.text and "No incident fits" in slot.text


async def test_only_incidents_of_the_same_boundary_stand_beside_a_case(cast: Cast) -> None:
    here = await an_incident(cast.dora, "usgov", regions=[], title="Seen by the cleared only")
    case = await a_hit_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        assert here.title not in (await browser.get(f"/cases/{case.ref}/incidents")).text
        assert (await browser.submit(f"/cases/{case.ref}/incidents/{here.ref}/confirmation")).status_code == 409
    async with browser_of(cast.cleo) as outsider:
        assert (await outsider.get(f"/cases/{case.ref}/incidents")).status_code == 404
        assert (await outsider.submit(f"/cases/{case.ref}/incidents/{here.ref}/confirmation")).status_code == 404
    async with browser_of(cast.otto) as auditor:
        assert (await auditor.get(f"/cases/{case.ref}/incidents")).status_code == 200
        assert (await auditor.submit(f"/cases/{case.ref}/incidents/{here.ref}/confirmation")).status_code == 404


async def test_an_old_incident_is_not_offered_any_more(cast: Cast) -> None:
    incident = await an_incident(cast.dora, started_at=now() - timedelta(days=9))
    case = await a_hit_case(cast.ada, await a_customer(), problem_started_at=now() - timedelta(days=8))
    async with as_person(cast.ada) as db:
        await confirm_link(db, case, incident, by=cast.ada)
    async with browser_of(cast.ada) as browser:
        assert incident.title in (await browser.get(f"/cases/{case.ref}/incidents")).text
