"""Subscriptions that the cloud names, what somebody estimates, and how the cases came in hour by hour."""

from datetime import timedelta

import pytest
from sqlmodel import select

from escalations.cases.models import Case
from escalations.customers.models import Customer
from escalations.incidents.actions import (
    confirm_link,
    estimate_impact,
    list_subscriptions,
    mitigate_incident,
    unlist_subscription,
)
from escalations.incidents.actions.listing import codes_in
from escalations.incidents.differing import difference
from escalations.incidents.models import CaseIncidentLink, Incident
from escalations.incidents.queries import hours_of_impact, incident_for, listed_subscriptions, newest_estimate
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.time import now, time_at
from escalations.platform.trail import trail_of
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.incidents.test_impact import a_subscription
from tests.support import as_person, browser_of, run_jobs

OTHER_THING = {"family": "kubernetes", "product": "aks", "region": "northeurope"}


async def links(cast: Cast) -> list[CaseIncidentLink]:
    async with as_person(cast.ada) as db:
        return list((await db.exec(select(CaseIncidentLink))).all())


async def a_listed_case(cast: Cast, incident: Incident, customer: Customer, **told: object) -> Case:
    subscription = await a_subscription(customer)
    async with as_person(cast.dora) as db:
        await list_subscriptions(db, incident, [subscription.code], by=cast.dora)
    return await a_hit_case(cast.ada, customer, subscription_id=subscription.id, **told)


async def test_a_listed_subscription_is_the_strongest_ground(cast: Cast) -> None:
    """Its case is suggested although product and region speak against it."""
    incident = await an_incident(cast.dora)
    case = await a_listed_case(cast, incident, await a_customer(), **OTHER_THING)
    await a_hit_case(cast.ada, await a_customer(name="Not Listed"), **OTHER_THING)
    await run_jobs()
    (link,) = await links(cast)
    assert (link.case_id, link.state, link.method, link.score) == (case.id, "suggested", "subscription", 73)
    assert link.evidence[0].startswith("subscription sub-") and link.evidence[0].endswith("is listed as impacted")


async def test_cases_that_are_there_are_suggested_when_the_list_comes(cast: Cast) -> None:
    customer = await a_customer()
    subscription = await a_subscription(customer)
    case = await a_hit_case(cast.ada, customer, subscription_id=subscription.id, **OTHER_THING)
    incident = await an_incident(cast.dora)
    await run_jobs()
    assert await links(cast) == []
    async with as_person(cast.dora) as db:
        assert await list_subscriptions(db, incident, [subscription.code, "unknown-one"], by=cast.dora) == 2
        assert await list_subscriptions(db, incident, [subscription.code], by=cast.dora) == 0
        assert (await trail_of(db, incident.subject))[0].told == "listed 2 impacted subscriptions"
    await run_jobs()
    assert [link.case_id for link in await links(cast)] == [case.id]


async def test_time_still_speaks_against_it(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    await a_listed_case(cast, incident, await a_customer(), problem_started_at=now() - timedelta(days=2))
    await run_jobs()
    assert await links(cast) == []


async def test_the_same_code_in_another_boundary_says_nothing(cast: Cast) -> None:
    incident = await an_incident(cast.dora, regions=[])
    federal = await a_customer("usgov", "Federal Parks")
    subscription = await a_subscription(federal)
    async with as_person(cast.dora) as db:
        await list_subscriptions(db, incident, [subscription.code], by=cast.dora)
    await a_hit_case(cast.ada, federal, subscription_id=subscription.id, region=None)
    await run_jobs()
    assert await links(cast) == []
    async with as_person(cast.dora) as db:
        assert (await listed_subscriptions(db, incident)).known == 0


async def test_the_list_names_customers_who_have_not_written(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    case = await a_listed_case(cast, incident, await a_customer(name="Loud"))
    silent = await a_subscription(await a_customer(name="Silent"))
    async with as_person(cast.dora) as db:
        await list_subscriptions(db, incident, [silent.code, "nobody-we-know"], by=cast.dora)
        await confirm_link(db, case, incident, by=cast.dora)
        listed = await listed_subscriptions(db, incident)
        assert (listed.total, listed.known, listed.customers, listed.silent) == (3, 2, 2, 1)
        assert [(one.customer, one.wrote) for one in listed.shown] == [("Silent", False), ("Loud", True), ("", False)]
        await unlist_subscription(db, incident, silent.code, by=cast.dora)
        await unlist_subscription(db, incident, silent.code, by=cast.dora)
        assert (await listed_subscriptions(db, incident)).total == 2


def test_ids_are_found_as_people_paste_them() -> None:
    path = "/subscriptions/0A1B-2c3d/resourceGroups/rg-web/providers/Microsoft.Storage"
    assert codes_in(f"sub-1, SUB-2;sub-1\n{path}\n'sub-3'") == ["sub-1", "sub-2", "0a1b-2c3d", "sub-3"]
    with pytest.raises(ValueError, match="is no subscription"):
        codes_in("sub-1 <script>")


async def test_an_estimate_stands_beside_what_is_counted(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    case = await a_hit_case(cast.ada)
    async with as_person(cast.comm) as db:
        await confirm_link(db, case, incident, by=cast.dora)
        first = await estimate_impact(db, incident, 40, "requests that failed", by=cast.comm)
        again = await estimate_impact(db, incident, 40, "requests that failed", by=cast.comm)
        assert first.id == again.id
        await estimate_impact(db, incident, 12, "tenants in the log", by=cast.comm)
        newest = await newest_estimate(db, incident)
        assert newest is not None and (newest.customers, newest.author_name) == (12, "Comm")
        assert (await trail_of(db, incident.subject))[0].told == "estimated 12 customers hit: tenants in the log"
    async with browser_of(cast.ada) as browser:
        shown = (await browser.get(f"/incidents/{incident.ref}")).text
    assert (
        "12 customers" in shown
        and "11 customers more than have a linked case" in shown
        and "tenants in the log" in shown
    )


@pytest.mark.parametrize(
    ("estimated", "count", "said"),
    [(3, 3, "as many as"), (5, 3, "2 customers more than"), (0, 1, "1 customer fewer than have a linked case: the estimate")],
)  # fmt: skip
def test_the_difference_is_said_in_words(estimated: int, count: int, said: str) -> None:
    assert difference(estimated, count).startswith(said)


async def test_hours_without_a_case_are_shown_too(cast: Cast) -> None:
    incident = await an_incident(cast.dora, started_at=now() - timedelta(hours=9))
    start = now().replace(minute=5) - timedelta(hours=4)
    repeats = await a_customer(name="Repeats")
    for hours, customer in ((0, repeats), (0, await a_customer(name="Second")), (3, repeats)):
        with time_at(start + timedelta(hours=hours)):
            case = await a_hit_case(cast.ada, customer)
        async with as_person(cast.ada) as db:
            await confirm_link(db, case, incident, by=cast.ada)
    async with as_person(cast.ada) as db:
        hours_shown = await hours_of_impact(db, incident)
    assert [(hour.cases, hour.customers) for hour in hours_shown] == [(2, 2), (0, 2), (0, 2), (1, 2)]
    assert hours_shown[0].at == start.replace(minute=0, second=0, microsecond=0)


@pytest.mark.parametrize("who", ["ada", "otto"])
async def test_engineers_and_auditors_say_nothing_of_the_reach(cast: Cast, who: str) -> None:
    incident, person = await an_incident(cast.dora), getattr(cast, who)
    async with as_person(person) as db:
        for verb in (list_subscriptions(db, incident, ["sub-1"], by=person), unlist_subscription(db, incident, "sub-1", by=person),
                     estimate_impact(db, incident, 1, "a guess", by=person)):  # fmt: skip
            with pytest.raises(NotAllowed):
                await verb


async def test_a_list_that_is_too_long_is_refused(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with as_person(cast.dora) as db:
        with pytest.raises(Refused, match="more than 2000"):
            await list_subscriptions(db, incident, [f"sub-{n}" for n in range(2001)], by=cast.dora)
        await mitigate_incident(db, await incident_for(db, cast.dora, incident.ref, lock=True), "Over.", by=cast.dora)
        assert await list_subscriptions(db, incident, [f"sub-{n}" for n in range(2000)], by=cast.dora) == 2000


async def test_reaching_without_javascript(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    url = f"/incidents/{incident.ref}"
    async with browser_of(cast.dora) as browser:
        wrong = await browser.submit(f"{url}/subscriptions", codes="sub-1 <b>")
        assert wrong.status_code == 422 and "sub-1 &lt;b&gt;" in wrong.text and "is no subscription" in wrong.text
        for _ in ("once", "twice"):
            assert (await browser.submit(f"{url}/subscriptions", codes="sub-1\nsub-2")).status_code == 303
        assert (await browser.submit(f"{url}/subscriptions/removals", code="sub-2")).status_code == 303
        bad = await browser.submit(f"{url}/estimates", customers="many", source="the log")
        assert bad.status_code == 422 and "Write a whole number." in bad.text and "the log" in bad.text
        assert (await browser.submit(f"{url}/estimates", customers="7", source="the log")).status_code == 303
        shown = (await browser.get(url)).text
    assert "sub-1" in shown and "sub-2" not in shown and "7 customers" in shown
