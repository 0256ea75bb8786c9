"""Asking a vendor that does not tell by itself: a real server on this machine stands for the vendor."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import pytest

from escalations.integrations.feeds import fetching
from escalations.integrations.feeds.actions import poll_feed
from escalations.integrations.feeds.sweeps import sweep_polls
from escalations.platform.settings import settings
from escalations.platform.time import now
from tests.cast import Cast
from tests.integrations.feeds import a_feed, incidents_there
from tests.support import as_system, run_jobs


class Vendor:
    """Answers with `body`, and 304 to whoever has it. `asked` are the heads of the questions."""

    def __init__(self) -> None:
        self.body, self.head, self.asked, self.wait = b"[]", "200 OK", list[str](), 0.0
        self.url = ""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
        except asyncio.IncompleteReadError:  # whoever had no time hung up before asking
            writer.close()
            return
        self.asked.append(head)
        await asyncio.sleep(self.wait)
        tag = f'"{hash(self.body)}"'
        known = tag in head
        status, body = ("304 Not Modified", b"") if known else (self.head, self.body)
        writer.write(
            f"HTTP/1.1 {status}\r\nETag: {tag}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
            + body
        )
        writer.close()


@asynccontextmanager
async def vendor_on(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Vendor]:
    vendor = Vendor()
    server = await asyncio.start_server(vendor.answer, "127.0.0.1", 0)
    vendor.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/incidents.json"
    monkeypatch.setattr(settings(), "feed_hosts", ("127.0.0.1",))
    async with server:
        yield vendor


def an_incident(**told: object) -> bytes:
    began = (now() - timedelta(hours=2)).isoformat()
    update = {"when": began, "text": "We look into it.", "status": "SERVICE_DISRUPTION"}
    entry = {"id": "g1", "begin": began, "modified": began, "external_desc": "Shares are slow", "updates": [update], "severity": "medium",
             "affected_products": [{"title": "Azure Files", "id": "x"}], "currently_affected_locations": [{"id": "global"}]}  # fmt: skip
    return json.dumps([entry | told]).encode()


async def test_news_is_asked_for_and_taken_in(
    cast: Cast, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with vendor_on(monkeypatch) as vendor:
        feed, _ = await a_feed(cast.adam, "google", poll_url=vendor.url)
        vendor.body = an_incident()
        assert await poll_feed("public", feed.id) == ""
        await run_jobs()
        assert [(incident.state, incident.regions) for incident in await incidents_there()] == [("active", [])]
        assert await poll_feed("public", feed.id) == ""
        assert "if-none-match" not in vendor.asked[0].lower() and "if-none-match" in vendor.asked[1].lower()
        assert await admin.fetchval("SELECT count(*) FROM inbound_delivery") == 1
        vendor.body = an_incident(end=now().isoformat(), modified=now().isoformat())
        assert await poll_feed("public", feed.id) == ""
        await run_jobs()
        assert [incident.state for incident in await incidents_there()] == ["mitigated"]


async def test_a_vendor_that_does_not_answer_is_told_on_the_page(
    cast: Cast, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with vendor_on(monkeypatch) as vendor:
        feed, _ = await a_feed(cast.adam, "google", poll_url=vendor.url)
        vendor.head = "503 Service Unavailable"
        assert "503" in await poll_feed("public", feed.id)
        vendor.head = "302 Found"
        assert "302" in await poll_feed("public", feed.id), "it is not led elsewhere"
        vendor.head = "200 OK"
        monkeypatch.setattr(fetching, "LARGEST", 10)
        vendor.body = b"[" + b" " * 100 + b"]"
        assert "sent more than" in await poll_feed("public", feed.id)
        monkeypatch.setattr(fetching, "LONGEST", 0.05)
        vendor.wait = 0.5
        assert "longer than" in await poll_feed("public", feed.id)
        monkeypatch.setattr(fetching, "LONGEST", 60.0)
    assert "did not answer" in await poll_feed("public", feed.id)
    assert "did not answer" in await admin.fetchval("SELECT problem FROM inbound_standing")
    assert await admin.fetchval("SELECT count(*) FROM inbound_delivery") == 0


async def test_it_is_asked_when_its_time_has_come(cast: Cast, admin: asyncpg.Connection) -> None:
    await a_feed(cast.adam, "google", poll_minutes=5)
    await a_feed(cast.adam, "azure")
    at = now()
    for after, asked in ((0, 1), (4, 0), (5, 1), (6, 0)):
        async with as_system() as db:
            assert await sweep_polls(db, at + timedelta(minutes=after)) == asked, after
    assert await admin.fetchval("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'poll_feed'") == 1, (
        "one question waits at a time"
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://status.example/x",
        "ftp://status.example/x",
        "https://u:p@status.example/x",
        "https://status.example:8443/x",
        "https://",
        "https://[::1",
    ],
)
def test_an_address_that_may_not_be_asked_is_refused_at_once(url: str) -> None:
    with pytest.raises(fetching.Unfetchable):
        fetching.refuse_address(url)


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/", "https://localhost/", "https://169.254.169.254/", "https://10.0.0.7/", "https://[::1]/"],
)
async def test_nothing_inside_is_asked(url: str) -> None:
    with pytest.raises(fetching.Unfetchable, match="private network"):
        await fetching.fetch(url)
