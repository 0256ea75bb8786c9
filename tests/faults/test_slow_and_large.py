"""Lines that are slow, heads without end: at a server as `escalations web` runs it, while others go on working."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest

from escalations.cli.serving import Server, server_config
from escalations.people.access import COOKIE
from escalations.people.actions import start_session
from escalations.platform.db import Scope, engine, transaction
from escalations.platform.web import arriving, bodies
from tests.builders import a_case
from tests.cast import Cast
from tests.support import app, browser_of

MANY = 60
"""Lines at once: more than there are connections to the database."""


@dataclass
class Served:
    port: int
    cookie: str
    token: str
    server: Server

    @asynccontextmanager
    async def line(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def answer(self, sent: bytes) -> bytes:
        async with self.line() as (reader, writer):
            writer.write(sent)
            await writer.drain()
            return await asyncio.wait_for(reader.read(), 30)

    async def is_well(self) -> None:
        """Somebody else opens a page that needs the database, and has it soon."""
        headers = {"Cookie": f"{COOKIE}={self.cookie}"}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", headers=headers, timeout=30) as browser:
            assert (await browser.get("/me/notices")).status_code in (200, 404)
            assert (await browser.get("/cases/C-1")).status_code == 200

    def head(self, path: str, more: str = "") -> bytes:
        return (
            f"POST {path} HTTP/1.1\r\nHost: x\r\nCookie: {COOKIE}={self.cookie}; csrftoken={self.token}\r\nx-csrftoken: {self.token}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n{more}"
        ).encode()


@pytest.fixture
async def served(cast: Cast) -> AsyncIterator[Served]:
    await a_case(cast.ada)
    async with transaction(Scope.nobody()) as db:
        cookie = await start_session(db, cast.ada, address="test", agent="test")
    server = Server(server_config(app(), 0))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with browser_of(None) as browser:
        await browser.get("/sign-in")
        yield Served(port, cookie, browser.cookies["csrftoken"], server)
    server.should_exit = True
    await running


WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n"
TOO_LARGE = {
    "one header of a megabyte": WHOLE + b"X-Long: " + b"a" * 1_000_000 + b"\r\n\r\n",
    "one header that never ends": WHOLE + b"X-Long: " + b"a" * 200_000,
    "a name that never ends": WHOLE + b"a" * 200_000,
    "ten thousand headers": WHOLE + b"".join(b"X-%d: a\r\n" % number for number in range(10_000)) + b"\r\n",
    "an address of a megabyte": b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "cookies without end": WHOLE + b"Cookie: " + b"a=b; " * 20_000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("what", TOO_LARGE)
async def test_a_head_that_is_too_large_is_refused_and_others_go_on(served: Served, what: str) -> None:
    answers = await asyncio.gather(*(served.answer(TOO_LARGE[what]) for _ in range(5)))
    for answer in answers:
        assert answer.startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 ")), answer[:200]
    await served.is_well()


async def test_a_head_of_usual_size_is_read(served: Served) -> None:
    long = WHOLE + b"X-Long: " + b"a" * 30_000 + b"\r\nConnection: close\r\n\r\n"
    assert (await served.answer(long)).startswith(b"HTTP/1.1 303 ")


async def test_a_proxy_lets_go_of_an_idle_connection_first(served: Served) -> None:
    """nginx, HAProxy and the balancers of clouds keep theirs for 60 s: a request on one that is being closed would be lost."""
    async with served.line() as (reader, writer):
        writer.write(WHOLE + b"\r\n")
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 303 ")
        idle = [one for one in served.server.server_state.connections if isinstance(one, arriving.Arriving)]
        waits = [one.timeout_keep_alive_task.when() - one.loop.time() for one in idle if one.timeout_keep_alive_task]
        assert len(waits) == 1
        assert waits[0] > 65


@pytest.mark.parametrize("sent", [b"", b"GET / HT", WHOLE, WHOLE + b"X-Slow: a"])
async def test_a_head_that_does_not_come_is_not_waited_for(
    served: Served, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(arriving, "HEAD_SECONDS", 0.3)
    async with served.line() as (reader, writer):
        writer.write(sent)
        assert (await asyncio.wait_for(reader.read(), 30)).startswith(b"HTTP/1.1 408 ")
    await served.is_well()


async def test_a_head_that_drips_does_not_live_longer(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time; the whole does not."""
    monkeypatch.setattr(arriving, "HEAD_SECONDS", 0.5)
    async with served.line() as (reader, writer):
        writer.write(WHOLE)
        reading = asyncio.create_task(reader.read())
        for _ in range(100):
            if reading.done():
                break
            writer.write(b"X-Slow: a\r\n")
            await asyncio.sleep(0.05)
        assert (await asyncio.wait_for(reading, 30)).startswith(b"HTTP/1.1 408 ")


async def test_who_goes_on_sending_reads_the_refusal_all_the_same(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing reads meanwhile, as with a client that writes its whole request first."""
    monkeypatch.setattr(arriving, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(bodies, "GRACE_SECONDS", 0.2)
    for reading in (arriving, bodies):
        monkeypatch.setattr(reading, "LINGER_SECONDS", 60)
    monkeypatch.setattr(bodies, "SLOWEST", 1_000_000)
    loop = asyncio.get_running_loop()
    for begun in (WHOLE, served.head("/cases/C-1/notes", "Content-Length: 5000\r\n\r\n")):
        with socket.create_connection(("127.0.0.1", served.port)) as line:
            line.setblocking(False)
            await loop.sock_sendall(line, begun)
            for _ in range(4):
                await asyncio.sleep(0.2)
                await loop.sock_sendall(line, b"X-Slow: a\r\n")
            assert (await loop.sock_recv(line, 1000)).startswith(b"HTTP/1.1 408 ")


async def test_the_second_request_on_a_line_has_its_time_too(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "HEAD_SECONDS", 2.0)
    async with served.line() as (reader, writer):
        for _ in range(4):
            writer.write(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b"200 OK" in await asyncio.wait_for(reader.readuntil(b'"alive"}'), 30)
            await asyncio.sleep(0.6)
        writer.write(b"GET /health/li")
        assert b"408" in await asyncio.wait_for(reader.read(), 30)


@pytest.mark.parametrize("path", ["/cases/C-1/notes", "/api/cases/C-1/notes", "/sign-in"])
async def test_bodies_that_drip_hold_nobody_up(served: Served, path: str) -> None:
    """Many lines, each with a request whose text does not come: no connection to the database is held for any of them."""
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(MANY):
            _, writer = await stack.enter_async_context(served.line())
            writer.write(served.head(path, "Content-Length: 5000\r\n\r\n") + b"text=The+first+words")
        await asyncio.sleep(0.5)
        assert engine().pool.checkedout() == 0  # type: ignore[attr-defined]
        await served.is_well()


@pytest.mark.parametrize("how", ["Content-Length: 5000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"])
async def test_a_body_that_does_not_come_is_given_up_in_words(
    served: Served, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(bodies, "GRACE_SECONDS", 0.4)
    for path in ("/cases/C-1/notes", "/api/cases/C-1/notes"):
        answer = await served.answer(served.head(path, how))
        assert answer.startswith(b"HTTP/1.1 408 ") and b"Nothing was saved" in answer
        assert b"x-request-id" in answer.lower() and b"content-security-policy" in answer.lower()


async def test_a_slow_body_that_does_come_is_taken(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as enough of it comes, it is waited for."""
    monkeypatch.setattr(bodies, "GRACE_SECONDS", 2.0)
    async with served.line() as (reader, writer):
        writer.write(served.head("/api/nowhere", "Connection: close\r\nContent-Length: 20000\r\n\r\n"))
        for _ in range(10):
            await asyncio.sleep(0.3)
            writer.write(b"a" * 2000)
        assert (await asyncio.wait_for(reader.read(), 30)).startswith(b"HTTP/1.1 404 ")


async def test_a_line_that_is_cut_in_the_middle_changes_nothing(served: Served) -> None:
    async with served.line() as (_, writer):
        writer.write(served.head("/cases/C-1/notes", "Content-Length: 5000\r\n\r\n") + b"text=Half+a+note")
        await writer.drain()
    await asyncio.sleep(0.2)
    await served.is_well()
