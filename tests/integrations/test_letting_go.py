"""The bytes of deliveries are kept for a while; what was read from them stays, and what is not settled is kept."""

from datetime import timedelta

import asyncpg
import pytest
from sqlmodel import col, select

from escalations.integrations.feeds.models import Delivery
from escalations.integrations.feeds.sweeps import forget_deliveries
from escalations.platform.search import search
from escalations.platform.time import now, time_at
from tests.cast import Cast
from tests.integrations.feeds import a_feed, azure, deliver, incidents_there
from tests.support import as_person, as_system, browser_of, program_of, run_jobs

LATER = timedelta(days=91)


async def swept(after: timedelta = LATER) -> int:
    at = now() + after
    async with as_system("public") as db:
        return await forget_deliveries(db, at)


async def bodies() -> dict[int, int]:
    async with as_system("public") as db:
        return {one.id: len(one.body) for one in (await db.exec(select(Delivery).order_by(col(Delivery.id)))).all()}


async def test_what_was_read_and_settled_is_let_go_once_and_the_rest_is_kept(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    await deliver(feed, azure(), secret)
    await deliver(feed, b"no JSON at all", secret)
    unknown = '[{"ServiceName": "Nobody knows it", "ImpactedRegions": []}]'
    await deliver(feed, azure(tracking="XK7-111", impactedServices=unknown), secret)
    await run_jobs()
    await deliver(feed, azure(said="unread"), secret)
    assert await swept(timedelta(days=89)) == 0
    assert await swept() == 1
    assert await swept() == 0
    assert [size > 0 for size in (await bodies()).values()] == [False, True, True, True]
    assert len(await incidents_there("public")) == 1
    async with browser_of(cast.adam) as browser:
        page, shown = (await browser.get("/feeds/F-1")).text, (await browser.get("/feeds/F-1/deliveries/1")).text
        assert "kept for 90 days" in page and "let go" in page and "Its bytes were let go" in shown
        again = await browser.submit("/feeds/F-1/deliveries/1/replays", htmx=True)
        assert again.status_code == 409 and "nothing left to read" in again.text


async def test_the_application_can_let_bytes_go_and_change_nothing(cast: Cast, as_app: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    await deliver(feed, azure(), secret)
    for wrong in (
        "UPDATE inbound_delivery SET body = 'x'",
        "UPDATE inbound_delivery SET body = ''",
        "UPDATE inbound_delivery SET received_at = now()",
        "DELETE FROM inbound_delivery",
    ):
        with pytest.raises(asyncpg.PostgresError):
            await as_app.execute(wrong)
    assert await as_app.execute("UPDATE inbound_delivery SET body = '', forgotten_at = now()") == "UPDATE 1"
    with pytest.raises(asyncpg.PostgresError, match="may be let go, never changed"):
        await as_app.execute("UPDATE inbound_delivery SET body = '', forgotten_at = now()")


async def test_an_incident_is_found_by_the_vendor_s_words_and_says_who_told_it(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam, name="Azure of ours")
    await deliver(feed, azure(), secret)
    await run_jobs()
    await deliver(feed, azure(said="2", text="<p>A <b>thundering</b> herd of retries.</p>"), secret)
    await run_jobs()
    (incident,) = await incidents_there("public")
    async with as_person(cast.ada) as db:
        for words in ("thundering herd", "XK7-000"):
            assert [hit.object_id for hit in await search(db, words, kinds=["incident"])] == [incident.id], words
    async with as_person(cast.cleo) as db:
        assert await search(db, "thundering herd", kinds=["incident"]) == []
    async with browser_of(cast.ada) as browser:
        page = (await browser.get(f"/incidents/{incident.ref}")).text
        assert "Azure of ours (feed)" in page


async def test_programs_keep_feeds_and_are_told_a_secret_once(cast: Cast) -> None:
    new = {"name": "Alerts of ours", "kind": "alertmanager", "boundary": "public"}
    async with program_of(cast.adam) as program:
        made = await program.post("/api/feeds", json=new)
        assert (
            made.status_code == 201 and len(made.json()["secret"]) > 20 and "/inbound/public/" in made.json()["address"]
        )
        assert (await program.post("/api/feeds", json=new)).status_code == 409
        assert (await program.post("/api/feeds", json={**new, "kind": "pigeon"})).status_code == 400
        assert "secret" not in (await program.get("/api/feeds")).text
        rotated = (await program.post("/api/feeds/F-1/keys", json={})).json()
        assert rotated["secret"] not in ("", made.json()["secret"])
        assert (await program.post("/api/feeds/F-1/old-keys-end")).json() == {"ended": 1}
        assert (await program.post("/api/feeds/F-1/old-keys-end")).json() == {"ended": 0}
        for verb, enabled in (("deactivation", False), ("deactivation", False), ("activation", True)):
            switched = (await program.post(f"/api/feeds/F-1/{verb}")).json()
            assert (switched["enabled"], switched["secret"]) == (enabled, "")
    for person, answer in ((cast.otto, 403), (cast.cleo, 404)):
        async with program_of(person) as program:
            for verb in ("keys", "old-keys-end", "activation", "deactivation"):
                assert (await program.post(f"/api/feeds/F-1/{verb}", json={})).status_code == answer, verb
            assert (await program.post("/api/feeds", json=new)).status_code == 403


async def test_what_was_let_go_lately_is_not_let_go_by_another_s_time(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    with time_at(now() - LATER):
        await deliver(feed, azure(), secret)
    await deliver(feed, azure(said="2"), secret)
    await run_jobs()
    assert await swept(timedelta()) == 1
    assert [size > 0 for size in (await bodies()).values()] == [False, True]
