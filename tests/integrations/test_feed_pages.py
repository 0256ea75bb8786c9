"""The administrators' pages of feeds, with and without scripts, and who may not have them."""

import re

import asyncpg

from escalations.incidents.actions import confirm_link
from escalations.incidents.queries import incident_for
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case
from tests.integrations.feeds import MAPPING, a_feed, azure, deliver, incidents_there
from tests.support import as_person, browser_of, program_of, run_jobs


async def test_a_feed_is_added_and_its_secret_shown_once(cast: Cast) -> None:
    async with browser_of(cast.adam) as browser:
        assert "Nothing tells us" in (await browser.get("/feeds")).text
        assert "PagerDuty" in (await browser.get("/feeds/new")).text
        assert "boundary" in (await browser.get("/feeds/new?kind=azure")).text
        answer = await browser.submit("/feeds", name="Service Health", kind="azure", boundary="public", otherwise="")
        found = re.search(r'id="feed-secret">([^<]+)<', answer.text)
        assert answer.status_code == 200 and found is not None
        page = (await browser.get("/feeds/F-1")).text
        assert "Service Health" in page and "/inbound/public/" in page and found[1] not in page
        assert "Service Health" in (await browser.get("/feeds")).text
        twice = await browser.submit("/feeds", name="Service Health", kind="azure", boundary="public")
        assert twice.status_code == 422 and "already" in twice.text


async def test_what_cannot_be_a_feed_is_said_and_kept(cast: Cast) -> None:
    async with browser_of(cast.adam) as browser:
        for told, said in (
            ({"kind": "pagerduty", "signing_key": "short"}, "signing secret"),
            ({"kind": "google", "poll_url": "http://status.example/x.json"}, "https://"),
            ({"kind": "generic", "mapping": 'id = "a"'}, "title"),
            ({"kind": "generic", "mapping": 'id = "a"\ntitle = "b"\n[states]\nup = "fine"'}, "choose one of active"),
            ({"kind": "azure", "otherwise": "gardening"}, "gardening"),
        ):
            answer = await browser.submit("/feeds", **{"name": "Mine it is", "boundary": "public", **told})
            assert answer.status_code == 422 and said in answer.text and "Mine it is" in answer.text, said
        assert "Nothing tells us" in (await browser.get("/feeds")).text, "what is refused leaves nothing behind"


async def test_words_are_added_and_the_shelf_replayed(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    services = '[{"ServiceName": "Blue Boxes", "ImpactedRegions": [{"RegionName": "West Europe"}]}]'
    await deliver(feed, azure(impactedServices=services), secret)
    await run_jobs()
    assert await incidents_there() == []
    async with browser_of(cast.adam) as browser:
        shelf = (await browser.get("/feeds/shelf")).text
        assert "Blue Boxes" in shelf and "Azure Files shares do not mount" in shelf
        wrong = await browser.submit("/feeds/F-1/revisions", version=1, words="Blue Boxes = blue_boxes")
        assert (
            wrong.status_code == 422
            and "no family, product or region blue_boxes" in wrong.text
            and "Blue Boxes = blue_boxes" in wrong.text
        )
        assert (await browser.submit("/feeds/F-1/revisions", version=1, words="no sign")).status_code == 422
        assert (
            await browser.submit("/feeds/F-1/revisions", version=1, words="Blue Boxes = azure_files")
        ).status_code == 303
        stale = await browser.submit("/feeds/F-1/revisions", version=1, words="Blue Boxes = storage")
        assert stale.status_code == 409 and "Blue Boxes = storage</textarea>" in stale.text
        assert '<pre class="theirs">Blue Boxes = azure_files</pre>' in stale.text
        assert 'name="version" value="2"' in stale.text
        unread = await browser.submit("/feeds/F-1/revisions", version=1, words="no sign")
        assert unread.status_code == 422 and 'name="version" value="1"' in unread.text
        assert (await browser.submit("/feeds/F-1/replays")).status_code == 303
        await run_jobs()
        assert [incident.products for incident in await incidents_there()] == [["azure_files"]]
        assert "The shelf is empty" in (await browser.get("/feeds/shelf")).text
        again = await browser.submit("/feeds/F-1/deliveries/1/replays", htmx=True)
        assert again.status_code == 200 and "nothing new" in again.text
    assert len(await incidents_there()) == 1
    assert await admin.fetchval("SELECT count(*) FROM event WHERE action = 'DeliveriesReplayed'") == 2


async def test_a_delivery_is_shown_as_it_came(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    await deliver(feed, b'<script>alert("x")</script>', secret)
    async with browser_of(cast.adam) as browser:
        assert "not read yet" in (await browser.get("/feeds/F-1/deliveries/1")).text
        await run_jobs()
        page = (await browser.get("/feeds/F-1/deliveries/1")).text
        assert "&lt;script&gt;" in page and "<script>alert" not in page and "It is no JSON" in page
        assert (await browser.get("/feeds/F-1/deliveries/2")).status_code == 404


async def test_a_message_is_tried_and_nothing_kept(cast: Cast, admin: asyncpg.Connection) -> None:
    await a_feed(cast.adam, "generic")
    payload = '{"alarms": [{"no": "7", "what": {"title": "Shares are slow"}, "state": "open", "hit": [{"service": "Azure Files", "region": "Moon"}]}]}'
    async with browser_of(cast.adam) as browser:
        answer = await browser.submit("/feeds/F-1/trials", payload=payload)
        assert (
            answer.status_code == 200
            and "Shares are slow" in answer.text
            and "azure_files" in answer.text
            and "Moon (unknown)" in answer.text
        )
        other = await browser.submit(
            "/feeds/F-1/trials", payload=payload, mapping=MAPPING.replace('"alarms"', '"alerts"')
        )
        assert "It would go to the shelf" in other.text and "alerts" in other.text
        assert (await browser.submit("/feeds/F-1/trials", payload="")).status_code == 422
    assert await admin.fetchval("SELECT count(*) FROM inbound_delivery") == 0


async def test_keys_and_switches_on_the_page(cast: Cast, admin: asyncpg.Connection) -> None:
    _, first = await a_feed(cast.adam)
    async with browser_of(cast.adam) as browser:
        answer = await browser.submit("/feeds/F-1/keys")
        assert "shown once" in answer.text and first not in answer.text
        assert "counts until" in (await browser.get("/feeds/F-1")).text
        assert (await browser.submit("/feeds/F-1/old-keys-end")).status_code == 303
        assert "counts until" not in (await browser.get("/feeds/F-1")).text
        assert (await browser.submit("/feeds/F-1/deactivation", htmx=True)).status_code == 200
        assert "Switch on" in (await browser.get("/feeds/F-1")).text
        assert (await browser.submit("/feeds/F-1/activation")).status_code == 303
    told = {row["action"] for row in await admin.fetch("SELECT action FROM event WHERE subject = 'feed/1'")}
    assert told == {"FeedAdded", "FeedKeyAdded", "FeedKeysEnded", "FeedSwitched"}


VERBS = ["revisions", "keys", "old-keys-end", "activation", "deactivation", "replays", "trials", "deliveries/1/replays"]


async def test_feeds_are_for_administrators_of_their_boundary(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    await deliver(feed, b"{}", secret)
    await run_jobs()
    for person, status in ((cast.ada, 403), (cast.otto, 403), (cast.cleo, 404)):
        async with browser_of(person) as browser:
            assert (await browser.get("/feeds")).status_code == 403
            assert (await browser.get("/feeds/shelf")).status_code == 403
            assert (await browser.get("/feeds/F-1")).status_code == status
            assert (await browser.get("/feeds/F-1/deliveries/1")).status_code == status
            for verb in VERBS:
                assert (await browser.submit(f"/feeds/F-1/{verb}", payload="{}", version="1")).status_code == status, (
                    verb
                )
            assert (await browser.submit("/feeds", name="Mine", kind="azure", boundary="public")).status_code == 403


async def test_an_incident_shows_what_the_vendor_said(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    text = '<p>We <b>look</b> into it.<script>alert(1)</script><img src="https://x.example/p.gif"></p>'
    await deliver(feed, azure(text=text), secret)
    await run_jobs()
    [incident] = await incidents_there()
    async with browser_of(cast.otto) as browser:
        page = (await browser.get(f"/incidents/{incident.ref}")).text
        assert f"/incidents/{incident.ref}/sources" in page
        slot = (await browser.get(f"/incidents/{incident.ref}/sources")).text
        assert "As told by Our azure" in slot and "XK7-000" in slot and "<b>look</b>" in slot
        assert "alert(1)" not in slot and "<img" not in slot and "Pass on" not in slot
    async with browser_of(cast.cleo) as browser:
        assert (await browser.get(f"/incidents/{incident.ref}/sources")).status_code == 404


async def test_the_vendors_words_are_passed_on_by_a_person(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    await deliver(feed, azure(text="<p>Restart <b>nothing</b>.</p>"), secret)
    await run_jobs()
    case = await a_hit_case(cast.ada)
    async with as_person(cast.dora) as db:
        await confirm_link(db, case, await incident_for(db, cast.dora, "I-1"), by=cast.dora)
    await run_jobs()
    notes = "SELECT body FROM case_entry WHERE kind = 'note' AND body LIKE '%Restart nothing.%'"
    assert await admin.fetch(notes) == [], "a feed writes on no case by itself"
    async with browser_of(cast.dora) as browser:
        for _ in range(2):
            assert (await browser.submit("/incidents/I-1/passed-on-words", text="1", htmx=True)).status_code == 200
        assert (await browser.submit("/incidents/I-1/passed-on-words", text="99")).status_code == 422
    await run_jobs()
    assert len(await admin.fetch(notes)) == 1
    for person, status in ((cast.otto, 403), (cast.cleo, 404)):
        async with browser_of(person) as browser:
            assert (await browser.submit("/incidents/I-1/passed-on-words", text="1")).status_code == status


async def test_programs_have_the_same(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    await deliver(feed, azure(), secret)
    await run_jobs()
    async with program_of(cast.adam) as program:
        [told] = (await program.get("/api/feeds")).json()
        assert (told["ref"], told["deliveries"], told["lately"], told["shelved"]) == ("F-1", 1, 1, False)
        [delivery] = (await program.get("/api/feeds/F-1/deliveries")).json()
        assert delivery["outcome"] == "applied"
        assert (await program.get("/api/feeds/F-1/deliveries?before=1")).json() == []
        reading = await program.post("/api/feeds/F-1/deliveries/1/replays")
        assert reading.json()["outcome"] == "unchanged"
        assert (await program.post("/api/feeds/F-1/replays")).json() == {"deliveries": 0}
    async with program_of(cast.otto) as program:
        [source] = (await program.get("/api/incidents/I-1/sources")).json()
        assert source["vendor_id"] == "XK7-000" and source["words"][0]["text"] == "<p>Mounts fail.</p>"
        assert (await program.get("/api/feeds")).status_code == 403
        assert (await program.post("/api/feeds/F-1/replays")).status_code == 403
    async with program_of(cast.cleo) as program:
        assert (await program.get("/api/incidents/I-1/sources")).status_code == 404
        assert (await program.post("/api/feeds/F-1/deliveries/1/replays")).status_code == 404


async def test_what_needs_nothing_leaves_the_shelf_and_can_be_read_again(cast: Cast, admin: asyncpg.Connection) -> None:
    feed, secret = await a_feed(cast.adam)
    nowhere = azure(impactedServices=[{"ServiceName": "Toast", "ImpactedRegions": []}])
    for sent in (b"no JSON", nowhere):
        assert (await deliver(feed, sent, secret)).status_code == 202
        await run_jobs()
    async with browser_of(cast.adam) as browser:
        assert "2 waiting" in (await browser.get("/feeds/shelf")).text
        for number in (1, 2):
            there = f"/feeds/F-1/deliveries/{number}"
            assert "It leaves the shelf." in (await browser.get(there)).text
            for _ in range(2):
                assert (await browser.submit(f"{there}/setting-aside")).status_code == 303
            page = (await browser.get(there)).text
            assert "Set aside by Adam" in page and "It leaves the shelf." not in page
        assert "The shelf is empty" in (await browser.get("/feeds/shelf")).text
        assert "waits on the shelf" not in (await browser.get("/feeds")).text
        assert await admin.fetchval("SELECT count(*) FROM event WHERE action = 'DeliverySetAside'") == 2
        await browser.submit("/feeds/F-1/deliveries/1/replays")
        assert "1 waiting" in (await browser.get("/feeds/shelf")).text
        assert (await deliver(feed, azure(), secret)).status_code == 202
        await run_jobs()
        assert (await browser.submit("/feeds/F-1/deliveries/3/setting-aside")).status_code == 409
    async with browser_of(cast.ada) as browser:
        assert (await browser.submit("/feeds/F-1/deliveries/1/setting-aside")).status_code == 403
