"""Addresses of feeds and trackers lead nowhere inside, whatever they are written as and whatever the name answers."""

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from escalations.integrations.feeds import fetching
from escalations.integrations.trackers import calling
from escalations.platform.settings import settings

INSIDE = [
    "127.0.0.1", "127.1.2.3", "10.0.0.7", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
    "224.0.0.1", "192.0.0.8", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.7",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:7::1", "2001::1", "fec0::1", "::7f00:1",
]  # fmt: skip
WRITTEN = [
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://0/",
]


def answering(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Any name leads to these, one after the other. Answers with what was asked."""
    asked: list[str] = []

    async def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        address = addresses[min(len(asked), len(addresses)) - 1]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo, raising=False)
    return asked


@pytest.mark.parametrize("address", INSIDE)
async def test_a_name_that_leads_inside_is_not_asked(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    answering(monkeypatch, address)
    with pytest.raises(fetching.Unfetchable, match="private network"):
        await fetching.fetch("https://status.vendor.example/feed")
    with pytest.raises(calling.TrackerFailed, match="private network"):
        await calling.call("GET", "https://tracker.vendor.example/issues", headers={})


@pytest.mark.parametrize("url", WRITTEN)
async def test_another_way_to_write_it_is_the_same_address(url: str) -> None:
    with pytest.raises(fetching.Unfetchable):
        await fetching.fetch(url)


@asynccontextmanager
async def vendor(answer: bytes) -> AsyncIterator[str]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        try:
            await writer.drain()
            writer.close()
        except ConnectionError:
            return

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed"
    finally:
        server.close()


Ask = Callable[[str], Any]
ASKS: dict[str, Ask] = {"feed": fetching.fetch, "tracker": lambda url: calling.call("GET", url, headers={})}
REFUSALS = (fetching.Unfetchable, calling.TrackerFailed)


@pytest.mark.parametrize("kind", ASKS)
async def test_a_name_is_asked_once_and_cannot_change_its_mind(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """The first answer is checked and gone to; a second one, inside, is never heard."""
    asked = answering(monkeypatch, "203.0.114.9", "127.0.0.1")
    gone_to: list[str] = []

    async def connect(_self: Any, host: str, *_: Any, **__: Any) -> Any:
        gone_to.append(host)
        raise OSError("as far as this test goes")

    monkeypatch.setattr("httpcore._backends.auto.AutoBackend.connect_tcp", connect)
    with pytest.raises((*REFUSALS, OSError)):
        await ASKS[kind]("https://status.vendor.example/feed")
    assert asked == ["status.vendor.example"] and gone_to == ["203.0.114.9"]


@pytest.fixture
def this_machine_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "feed_hosts", ("127.0.0.1",))


@pytest.mark.parametrize("kind", ASKS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_leads_nowhere(this_machine_is_trusted: None, kind: str, status: int) -> None:
    async with vendor(
        f"HTTP/1.1 {status} Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n".encode()
    ) as url:
        with pytest.raises(REFUSALS, match=str(status)):
            await ASKS[kind](url)


@pytest.mark.parametrize("kind", ASKS)
async def test_a_small_answer_that_unpacks_to_a_giant_is_given_up(this_machine_is_trusted: None, kind: str) -> None:
    """One kilobyte on the wire for each megabyte of nothing; it is let go of soon after the limit."""
    import tracemalloc

    bomb = gzip.compress(b"0" * 200 * 1024 * 1024, 1)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n"
    async with vendor(head.encode() + bomb) as url:
        tracemalloc.start()
        try:
            with pytest.raises(REFUSALS, match="sent more than"):
                await ASKS[kind](url)
            assert tracemalloc.get_traced_memory()[1] < 120 * 1024 * 1024
        finally:
            tracemalloc.stop()
