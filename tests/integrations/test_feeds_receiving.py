"""The door: whoever proves who they are is answered at once, and nothing they sent is lost."""

from datetime import timedelta

import asyncpg
import pytest

from escalations.integrations.feeds.actions import add_key, end_old_keys, switch_feed
from escalations.integrations.feeds.queries import feed_with_id
from escalations.platform.errors import Refused
from escalations.platform.time import now, time_at
from tests.cast import Cast
from tests.integrations.feeds import (
    SIGNING_KEY,
    a_feed,
    azure,
    deliver,
    incidents_there,
    sample,
    signature,
)
from tests.support import as_person, run_jobs

COUNT = "SELECT count(*) FROM inbound_delivery"
NEW_KEY = "another signing key of theirs"


async def test_bytes_are_stored_as_they_came_and_answered_before_they_are_read(
    cast: Cast, admin: asyncpg.Connection
) -> None:
    feed, secret = await a_feed(cast.adam)
    sent = b'  {"not": "what azure sends"}\n'
    answer = await deliver(feed, sent, secret)
    assert answer.status_code == 202 and answer.json() == {"said": "stored"}
    row = await admin.fetchrow("SELECT body, boundary FROM inbound_delivery")
    assert row["body"] == sent and row["boundary"] == "public"
    assert await admin.fetchval("SELECT count(*) FROM inbound_reading") == 0


async def test_what_is_not_understood_is_shelved_and_still_a_202(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    for sent in (b"\xff\xfe no json", b"[" * 5000, b'{"data": {"alertContext": {"properties": {}}}}'):
        assert (await deliver(feed, sent, secret)).status_code == 202
    await run_jobs()
    assert [row["outcome"] for row in await admin.fetch("SELECT outcome FROM inbound_reading")] == ["shelved"] * 3
    assert await incidents_there() == []


async def test_a_wrong_secret_is_refused_and_nothing_of_it_kept(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    for wrong in ("", "no secret", secret + "x"):
        assert (await deliver(feed, azure(), wrong)).status_code == 401
    assert await admin.fetchval(COUNT) == 0
    assert await admin.fetchval("SELECT refusals FROM inbound_standing") == 3
    assert secret not in str(await admin.fetch("SELECT * FROM inbound_key")), "only its fingerprint is kept"


async def test_the_secret_may_stand_in_the_address(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    feed.key = f"{feed.key}/{secret}"
    assert (await deliver(feed, azure())).status_code == 202
    feed.key += "x"
    assert (await deliver(feed, azure())).status_code == 401


async def test_an_unknown_feed_or_boundary_is_not_there(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    key = feed.key
    for boundary, other in (("public", "nobody"), ("germany", key), ("everywhere", key), ("nowhere", key)):
        feed.boundary, feed.key = boundary, other
        assert (await deliver(feed, azure(), secret)).status_code == 404


async def test_a_feed_that_is_off_takes_nothing(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    async with as_person(cast.adam) as db:
        found = await feed_with_id(db, feed.id, lock=True)
        assert found is not None
        await switch_feed(db, found, on=False, by=cast.adam)
        await switch_feed(db, found, on=False, by=cast.adam)
    assert (await deliver(feed, azure(), secret)).status_code == 404
    assert await admin.fetchval(COUNT) == 0
    assert await admin.fetchval("SELECT count(*) FROM event WHERE action = 'FeedSwitched'") == 1


async def test_what_is_too_large_is_refused(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    assert (await deliver(feed, b" " * (1024 * 1024 + 1), secret)).status_code == 413
    assert await admin.fetchval(COUNT) == 0


async def test_the_same_right_after_is_kept_once(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    first, second = azure(), azure(said="2")
    for sent in (first, first, second, first):
        assert (await deliver(feed, sent, secret)).status_code == 202
    assert await admin.fetchval(COUNT) == 3, "a message that comes back after another one may mean something"


async def test_signatures_are_checked_over_the_bytes(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, _ = await a_feed(cast.adam, "pagerduty")
    body = b'{"event": {}}'
    wrong = [
        "",
        "v1=",
        signature(body, "no key of ours"),
        signature(body + b" ", SIGNING_KEY),
        signature(body, SIGNING_KEY).replace("v1", "v2"),
        "v1=\xe9",
    ]
    for header in wrong:
        headers = {b"X-PagerDuty-Signature": header.encode("latin-1")}
        assert (await deliver(feed, body, headers=headers)).status_code == 401, header
    assert (
        await deliver(feed, body, headers={"X-PagerDuty-Signature": signature(body, "x", SIGNING_KEY)})
    ).status_code == 202
    assert await admin.fetchval(COUNT) == 1


async def test_keys_are_rotated_without_losing_a_delivery(cast: Cast) -> None:
    feed, _ = await a_feed(cast.adam, "pagerduty")
    async with as_person(cast.adam) as db:
        found = await feed_with_id(db, feed.id, lock=True)
        assert found is not None and await add_key(db, found, NEW_KEY, by=cast.adam) == ""
        with pytest.raises(Refused, match="counts already"):
            await add_key(db, found, NEW_KEY, by=cast.adam)
    body = b'{"event": {}}'
    old, new = ({"X-PagerDuty-Signature": signature(body, key)} for key in (SIGNING_KEY, NEW_KEY))
    assert [(await deliver(feed, body, headers=header)).status_code for header in (old, new)] == [202, 202]
    async with as_person(cast.adam) as db:
        assert await end_old_keys(db, found, by=cast.adam) == 1
        assert await end_old_keys(db, found, by=cast.adam) == 0
    assert [(await deliver(feed, body, headers=header)).status_code for header in (old, new)] == [401, 202]


async def test_an_old_secret_ends_by_itself(cast: Cast) -> None:
    feed, old = await a_feed(cast.adam)
    async with as_person(cast.adam) as db:
        found = await feed_with_id(db, feed.id, lock=True)
        assert found is not None
        new = await add_key(db, found, by=cast.adam)
    assert new != old
    with time_at(now() + timedelta(hours=71)):
        assert (await deliver(feed, b"{}", old)).status_code == 202
    with time_at(now() + timedelta(hours=73)):
        assert (await deliver(feed, b"{}", old)).status_code == 401
        assert (await deliver(feed, b"{}", new)).status_code == 202


async def test_every_published_sample_is_taken_and_read(cast: Cast, admin: asyncpg.Connection) -> None:
    samples = {
        "azure": ["azure_service_health_common_alert_test.json", "azure_service_health_alertcontext_maintenance.json"],
        "pagerduty": ["pagerduty_v3_incident_priority_updated.json"],
        "alertmanager": ["prometheus_alertmanager_v4.json", "prometheus_alertmanager_v4_group_of_two.json"],
        "aws": ["aws_health_eventbridge_public_issue.json", "aws_health_detail_planned_lifecycle.json"],
    }
    for kind, names in samples.items():
        feed, secret = await a_feed(cast.adam, kind, otherwise="other")
        for name in names:
            assert (await deliver(feed, sample(name), secret)).status_code == 202
    await run_jobs()
    told = {
        row["outcome"]: row["count"]
        for row in await admin.fetch("SELECT outcome, count(*) FROM inbound_reading GROUP BY 1")
    }
    assert told == {"kept": 3, "applied": 3, "shelved": 1}
    shelved = await admin.fetchval("SELECT shelf FROM vendor_incident WHERE shelf <> ''")
    assert "us-east-1" in shelved, "a region that nobody knows is not every region"
