"""What a feed says becomes incidents, in the vendor's order and whatever the order of arrival."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from escalations.incidents.accounts import Account
from escalations.incidents.actions import mitigate_incident, revise_incident
from escalations.incidents.queries import incident_for
from escalations.integrations.feeds.reactions import read_one
from escalations.platform.time import now
from tests.cast import Cast
from tests.incidents.scenes import an_incident
from tests.integrations.feeds import a_feed, azure, deliver, incidents_there
from tests.support import as_person, run_jobs


async def tell(feed: Any, secret: str, *messages: dict[str, Any]) -> None:
    for message in messages:
        assert (await deliver(feed, message, secret)).status_code == 202
        await run_jobs()


async def test_an_alert_declares_an_incident(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    await tell(feed, secret, azure())
    [incident] = await incidents_there()
    assert (incident.title, incident.state, incident.severity) == ("Azure Files shares do not mount", "active", "A")
    assert (incident.products, incident.regions) == (["azure_files"], ["westeurope"])
    assert "Mounts fail." in incident.summary and "Our azure" in incident.summary and incident.declared_by is None


async def test_the_same_again_changes_nothing(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    alert = azure()
    await tell(feed, secret, alert, alert, azure(tracking="OTHER-1", title="Another"), alert)
    assert [incident.version for incident in await incidents_there()] == [1, 1]


async def test_it_ends_comes_back_and_is_explained(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    await tell(feed, secret, azure(at=timedelta(minutes=-50)))
    states = []
    for number, (stage, ago) in enumerate([("Resolved", 40), ("Active", 30), ("Resolved", 20), ("RCA", 10)], 2):
        await tell(
            feed, secret, azure(stage, said=str(number), at=timedelta(minutes=-ago), text=f"<p>Said {stage}</p>")
        )
        states += [(await incidents_there())[0].state]
    assert states == ["mitigated", "active", "mitigated", "resolved"]
    assert "Said RCA" in (await incidents_there())[0].root_cause


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
async def test_the_order_of_arrival_does_not_matter(cast: Cast, order: tuple[int, ...]) -> None:
    feed, secret = await a_feed(cast.adam)
    told = [
        azure(at=timedelta(minutes=-30)),
        azure(said="2", at=timedelta(minutes=-20), text="<p>We still look.</p>"),
        azure("Resolved", said="3", at=timedelta(minutes=-10), text="<p>It is over.</p>"),
    ]
    await tell(feed, secret, *(told[number] for number in order))
    [incident] = await incidents_there()
    assert incident.state == "mitigated" and incident.mitigated_at is not None


async def test_what_people_corrected_stays_and_what_they_left_follows(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    await tell(feed, secret, azure(at=timedelta(minutes=-30)))
    async with as_person(cast.dora) as db:
        incident = await incident_for(db, cast.dora, "I-1", lock=True)
        ours = Account.of(incident)
        await revise_incident(
            db, incident, replace(ours, title="Mounts fail in Amsterdam"), version=incident.version, by=cast.dora
        )
    milder = azure(said="2", at=timedelta(minutes=-20), title="Azure Files: slower mounts")
    milder["data"]["alertContext"]["level"] = 4
    await tell(feed, secret, milder)
    [incident] = await incidents_there()
    assert (incident.title, incident.severity) == ("Mounts fail in Amsterdam", "C")


async def test_what_people_ended_is_not_brought_back_by_an_update(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    await tell(feed, secret, azure(at=timedelta(minutes=-30)))
    async with as_person(cast.dora) as db:
        await mitigate_incident(
            db, await incident_for(db, cast.dora, "I-1", lock=True), "We moved everybody away.", by=cast.dora
        )
    await tell(feed, secret, azure(said="2", at=timedelta(minutes=-10), text="<p>We still look.</p>"))
    assert [incident.state for incident in await incidents_there()] == ["mitigated"]


@pytest.mark.parametrize(
    ("told", "about"),
    [({"incidentType": "Maintenance"}, "maintenance"), ({"incidentType": "ActionRequired"}, "advisory"),
     ({"incidentType": "Security"}, "security"), ({"IsSynthetic": "True"}, "test")],
)  # fmt: skip
async def test_what_is_no_incident_is_kept_as_what_it_is(
    cast: Cast, admin: asyncpg.Connection, told: dict[str, str], about: str
) -> None:
    feed, secret = await a_feed(cast.adam)
    await tell(feed, secret, azure(**told))
    assert await incidents_there() == []
    assert await admin.fetchval("SELECT about FROM vendor_incident") == about
    assert await admin.fetchval("SELECT text FROM vendor_update") == "<p>Mounts fail.</p>"
    assert await admin.fetchval("SELECT outcome FROM inbound_reading") == "kept"


async def test_alerts_of_two_subscriptions_are_one_incident(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    alerts = [azure(), azure()]
    alerts[1]["data"]["essentials"]["alertTargetIDs"] = ["/subscriptions/1b1b"]
    await tell(feed, secret, *alerts)
    assert len(await incidents_there()) == 1
    assert await admin.fetchval("SELECT accounts FROM vendor_incident") == ["0a0a", "1b1b"]
    assert await admin.fetchval("SELECT count(*) FROM vendor_update") == 1


async def test_two_of_a_name_and_minute_are_two_incidents(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    began = {"impactStartTime": (now() - timedelta(hours=1)).isoformat()}
    await tell(feed, secret, azure(tracking="ONE-1", **began), azure(tracking="TWO-2", **began))
    await tell(feed, secret, azure(tracking="TWO-2", said="2", at=timedelta(minutes=1), **began))
    assert [incident.title for incident in await incidents_there()] == [
        "Azure Files shares do not mount",
        "Azure Files shares do not mount (TWO-2)",
    ]


async def test_it_joins_the_incident_that_people_declared(cast: Cast, admin: asyncpg.Connection) -> None:
    began = (now() - timedelta(hours=1)).replace(microsecond=0)
    ours = await an_incident(cast.dora, started_at=began)
    feed, secret = await a_feed(cast.adam)
    await tell(feed, secret, azure(impactStartTime=began.isoformat()))
    assert await admin.fetchval("SELECT incident_id FROM vendor_incident") == ours.id
    assert len(await incidents_there()) == 1


async def test_a_region_that_is_not_ours_is_not_every_region(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    for region in ("Moon Base", "US Gov Virginia"):
        services = [{"ServiceName": "Azure Files", "ImpactedRegions": [{"RegionName": region}]}]
        await tell(feed, secret, azure(tracking=region, impactedServices=services))
        assert await incidents_there() == []
        assert region in await admin.fetchval("SELECT shelf FROM vendor_incident ORDER BY id DESC LIMIT 1")
    everywhere = [{"ServiceName": "Azure Files", "ImpactedRegions": [{"RegionName": "Global"}]}]
    await tell(feed, secret, azure(tracking="G", impactedServices=everywhere))
    assert [incident.regions for incident in await incidents_there()] == [[]]


async def test_an_incident_that_is_to_begin_has_begun_when_we_hear_of_it(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    await tell(feed, secret, azure(impactStartTime=(now() + timedelta(hours=12)).isoformat()))
    [incident] = await incidents_there()
    assert incident.started_at <= now()


async def test_a_status_update_before_its_incident_waits_for_it(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, _ = await a_feed(cast.adam, "pagerduty")

    def sent(number: str, data: dict[str, Any], minutes: int) -> dict[str, Any]:
        at = (now() - timedelta(minutes=minutes)).isoformat()
        return {"event": {"id": number, "event_type": "incident.x", "occurred_at": at, "data": data}}

    update = {
        "type": "incident_status_update",
        "id": "S1",
        "message": "We work on it.",
        "trimmed": True,
        "incident": {"id": "P1", "summary": "Slow"},
    }
    trouble = {
        "type": "incident",
        "id": "P1",
        "title": "Slow shares",
        "status": "triggered",
        "urgency": "high",
        "service": {"summary": "Azure Files"},
    }
    await tell(feed, "", sent("2", update, 10))
    assert await admin.fetchval("SELECT shelf FROM vendor_incident") == "It names no service."
    await tell(feed, "", sent("1", trouble, 20))
    [incident] = await incidents_there()
    assert incident.state == "active" and incident.products == ["azure_files"]
    assert "shortened by PagerDuty" in await admin.fetchval("SELECT text FROM vendor_update")
    assert await admin.fetchval("SELECT shelf FROM vendor_incident") == ""


async def test_history_heard_live_is_told_in_its_own_time(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    began, ended = now() - timedelta(days=9), now() - timedelta(days=8)
    past = azure(
        "Resolved", at=timedelta(days=-8), impactStartTime=began.isoformat(), impactMitigationTime=ended.isoformat()
    )
    await tell(feed, secret, past)
    [incident] = await incidents_there()
    assert incident.state == "resolved" and incident.declared_at < ended + timedelta(minutes=1)
    assert incident.mitigated_at == ended


async def test_a_feed_speaks_in_its_own_name_and_boundary(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam, boundary="usgov", name="Fairfax health")
    services = [{"ServiceName": "Azure Files", "ImpactedRegions": [{"RegionName": "US Gov Virginia"}]}]
    await tell(feed, secret, azure(impactedServices=services))
    row = await admin.fetchrow("SELECT boundary, actor_name, actor_id FROM event WHERE action = 'IncidentDeclared'")
    assert dict(row) == {"boundary": "usgov", "actor_name": "Fairfax health (feed)", "actor_id": None}
    assert await incidents_there("public") == []


async def test_a_job_that_comes_twice_leaves_what_was_said(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    await tell(feed, secret, azure())
    await read_one({"delivery": 1, "boundary": "public"})
    await read_one({"delivery": 99, "boundary": "public"})
    assert await admin.fetchval("SELECT outcome FROM inbound_reading") == "applied"


async def test_workers_that_read_at_once_make_one_incident(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    for number in range(6):
        await deliver(feed, azure(said=str(number), at=timedelta(minutes=number - 20)), secret)
    await asyncio.gather(*(read_one({"delivery": number, "boundary": "public"}) for number in range(1, 7)))
    assert len(await incidents_there()) == 1
