"""Whom a vendor names as hit, and what goes on where two incidents turned out to be one."""

import json
from datetime import timedelta

import asyncpg
import pytest

from escalations.catalog.loading import catalogue
from escalations.incidents.actions import merge_incident, unlist_subscription
from escalations.incidents.queries import incident_for
from escalations.integrations.feeds.dialects import understand
from escalations.integrations.feeds.placing import place
from escalations.integrations.feeds.promising import promised_in
from escalations.integrations.feeds.queries import sources_of
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.incidents.test_impact import a_subscription
from tests.integrations.feeds import a_feed, azure, incidents_there
from tests.integrations.test_feeds_applying import tell
from tests.support import as_person, browser_of


async def listed(admin: asyncpg.Connection) -> list[str]:
    query = "SELECT code FROM incident_subscription WHERE removed_at IS NULL ORDER BY code"
    return [row["code"] for row in await admin.fetch(query)]


async def test_subscriptions_that_a_vendor_names_are_listed_as_hit(cast: Cast, admin: asyncpg.Connection) -> None:
    """An alert comes for each subscription; a case of one of them is suggested wherever it is and whatever it says."""
    customer = await a_customer()
    subscription = await a_subscription(customer)
    case = await a_hit_case(
        cast.ada, customer, subscription_id=subscription.id, family="kubernetes", product="aks", region="northeurope"
    )
    feed, secret = await a_feed(cast.adam)
    alerts = [azure(), azure()]
    alerts[0]["data"]["essentials"]["alertTargetIDs"] = [
        f"/subscriptions/{subscription.code.upper()}",
        "/subscriptions/??",
    ]
    await tell(feed, secret, *alerts)
    assert await listed(admin) == ["0a0a", subscription.code.lower()]
    link = await admin.fetchrow("SELECT state, method, evidence FROM case_incident_link WHERE case_id = $1", case.id)
    assert link is not None and (link["state"], link["method"]) == ("suggested", "subscription")


async def test_a_subscription_that_somebody_took_off_stays_off(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    await tell(feed, secret, azure(at=timedelta(minutes=-30)))
    async with as_person(cast.dora) as db:
        await unlist_subscription(db, await incident_for(db, cast.dora, "I-1", lock=True), "0a0a", by=cast.dora)
    again = azure(said="2", at=timedelta(minutes=-20), title="Azure Files: slower mounts")
    again["data"]["essentials"]["alertTargetIDs"] = ["/subscriptions/0a0a", "/subscriptions/1b1b"]
    await tell(feed, secret, again)
    assert await listed(admin) == ["1b1b"]


async def merged(cast: Cast, ref: str, into: str) -> None:
    async with as_person(cast.dora) as db:
        incident, other = [await incident_for(db, cast.dora, one, lock=True) for one in (ref, into)]
        await merge_incident(db, incident, other, "One outage, told twice.", by=cast.dora)


async def test_what_was_merged_goes_on_in_the_other(cast: Cast, admin: asyncpg.Connection) -> None:
    ours = await an_incident(cast.dora)
    feed, secret = await a_feed(cast.adam)
    await tell(feed, secret, azure(at=timedelta(minutes=-30)))
    await merged(cast, "I-2", "I-1")
    more = azure("Resolved", said="2", at=timedelta(minutes=-10), text="<p>It is over.</p>", title="Another name")
    more["data"]["essentials"]["alertTargetIDs"] = ["/subscriptions/1b1b"]
    await tell(feed, secret, more)
    incident, absorbed = await incidents_there()
    assert (incident.title, incident.state, absorbed.state) == (ours.title, "mitigated", "active")
    assert await listed(admin) == ["0a0a", "0a0a", "1b1b"], "the merging copied the first, the other is the survivor's"
    assert await admin.fetchval("SELECT shelf FROM vendor_incident") == ""
    async with as_person(cast.dora) as db:
        [source] = await sources_of(db, await incident_for(db, cast.dora, "I-1"))
        assert [text.text for text in source.texts] == ["<p>It is over.</p>", "<p>Mounts fail.</p>"]


async def test_it_goes_on_while_one_of_its_vendors_says_so(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    other, key = await a_feed(cast.adam, name="Their other feed")
    await tell(feed, secret, azure(at=timedelta(minutes=-30)))
    await tell(other, key, azure(tracking="PD-1", at=timedelta(minutes=-30), title="Shares are slow"))
    await merged(cast, "I-2", "I-1")
    states = []
    for one, proof, tracking in ((feed, secret, "XK7-000"), (other, key, "PD-1")):
        await tell(one, proof, azure("Resolved", tracking=tracking, said="9", at=timedelta(minutes=-5)))
        states += [(await incidents_there())[0].state]
    assert states == ["active", "mitigated"]


def test_what_is_hit_everywhere_is_not_narrowed_by_what_is_named_beside() -> None:
    asked = {"boundary": "public", "words": {}, "otherwise": "", "known": catalogue()}
    found = [
        place(["Azure Files"], regions, [], **asked).regions
        for regions in (
            ["West Europe"],
            ["Global", "West Europe"],
            ["multi-region", "West Europe"],
            ["Global", "Moon Base"],
        )
    ]
    assert found == [("westeurope",), (), ("westeurope",), ()]
    assert place(["Azure Files"], ["Global", "Moon Base"], [], **asked).unknown_regions == ()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("We will provide an update by Friday, 2023-03-10 07:30 US/Pacific with current details.", "2023-03-10 15:30"),
        ("Provide more information by Thursday, 2022-07-07 09:00 US/Pacific.", "2022-07-07 16:00"),
        ("an update by 2022-07-07 09:00 UTC. Later: an update by 2022-07-07 11:00 UTC", "2022-07-07 11:00"),
        ("We will provide an update by 2023-02-30 07:30 US/Pacific.", None),
        ("The update began. It was over by 2023-03-10 07:30 US/Pacific.", None),
        ("We will provide an update by tomorrow.", None),
    ],
)
def test_what_a_vendor_promised_is_told_in_our_time(text: str, moment: str | None) -> None:
    promised = promised_in(text)
    assert (f"{promised:%Y-%m-%d %H:%M}" if promised else None) == moment


async def test_the_next_word_of_a_vendor_stands_on_the_page_while_it_goes_on(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    promise = "<p>We will provide an <b>update</b> by Friday, 2099-03-13 07:30 US/Pacific.</p>"
    await tell(feed, secret, azure(text=promise, at=timedelta(minutes=-20)))
    async with browser_of(cast.ada) as browser:
        assert "more promised by" in (await browser.get("/incidents/I-1/sources")).text
        await tell(feed, secret, azure("Resolved", said="2", text=promise))
        assert "more promised by" not in (await browser.get("/incidents/I-1/sources")).text


def test_a_low_priority_is_no_severe_incident() -> None:
    data = {"type": "incident", "id": "P1", "title": "Slow shares", "status": "triggered", "urgency": "high"}
    event = {"id": "1", "event_type": "incident.triggered", "occurred_at": "2026-01-01T00:00:00Z"}
    told = [
        understand(
            "pagerduty", json.dumps({"event": event | {"data": data | {"priority": {"summary": name}}}}).encode()
        )
        for name in ("P1", "SEV-2", "sev3", "P5", "Whatever")
    ]
    assert [one.events[0].severity for one in told] == ["A", "B", "C", "C", "B"]
