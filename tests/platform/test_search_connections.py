"""What the search engine is asked over: connections that stay open, and every way in which a server can fail to answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from escalations.platform.search.meilisearch import connecting
from escalations.platform.search.meilisearch.connecting import Answer, Connections
from escalations.platform.search.meilisearch.transport import EngineDown, connected

LONG = 30.0
WELL = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
Answering = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Stub:
    """A server that says what it is told to. `heard` are the requests; `connections` counts how many were opened, `ended` how many the
    other side has closed."""

    port: int = 0
    heard: asyncio.Queue[tuple[str, dict[str, str], bytes]] = field(default_factory=asyncio.Queue)
    connections: int = 0
    ended: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def served(*answers: bytes | Answering) -> AsyncIterator[Stub]:
    """One answer after the other, the last of them again and again; one that is empty is no answer: the connection is closed."""
    stub, left = Stub(), list(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        stub.connections += 1
        try:
            while True:
                first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
                headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
                stub.heard.put_nowait((first, headers, await reader.readexactly(int(headers["content-length"]))))
                answer = left.pop(0) if len(left) > 1 else left[0]
                if not answer:
                    break
                await (told(answer)(writer) if isinstance(answer, bytes) else answer(writer))
        except (asyncio.IncompleteReadError, ConnectionError):
            stub.ended.release()
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    stub.port = server.sockets[0].getsockname()[1]
    async with server:
        yield stub


def told(*pieces: bytes) -> Answering:
    """Each piece by itself, not before the one before it has gone out."""

    async def tell(writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)

    return tell


def cut(*pieces: bytes) -> Answering:
    async def tell(writer: asyncio.StreamWriter) -> None:
        await told(*pieces)(writer)
        writer.close()

    return tell


async def never(writer: asyncio.StreamWriter) -> None:
    return


@asynccontextmanager
async def asking(stub: Stub) -> AsyncIterator[Connections]:
    connections = Connections(stub.url, {"Authorization": "Bearer key"})
    try:
        yield connections
    finally:
        connections.close()


async def test_a_request_is_told_whole_and_its_connection_is_used_again() -> None:
    async with served(WELL) as stub, asking(stub) as connections:
        for body in (b'{"q":"lighthouse"}', b""):
            assert await connections.request("POST", "/multi-search", body, patience=LONG) == Answer(200, b"{}")
            first, headers, heard = stub.heard.get_nowait()
            assert first == "POST /multi-search HTTP/1.1" and heard == body
        assert headers["host"] == f"127.0.0.1:{stub.port}" and headers["authorization"] == "Bearer key"
        assert stub.connections == 1


async def test_a_server_may_stand_below_a_path() -> None:
    async with served(WELL) as stub:
        connections = Connections(f"{stub.url}/engine/", {})
        await connections.request("GET", "/stats", b"", patience=LONG)
        assert stub.heard.get_nowait()[0] == "GET /engine/stats HTTP/1.1"
        connections.close()


@pytest.mark.parametrize(
    "pieces",
    [
        (b"HTTP/1.1 200 OK\r\nContent-Le", b"ngth: 5\r\n\r\nwh", b"ole"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nwh\r\n", b"3\r\nole\r\n", b"0\r\n\r\n"),
    ],
)
async def test_an_answer_that_comes_in_pieces_is_put_together(pieces: tuple[bytes, ...]) -> None:
    async with served(told(*pieces)) as stub, asking(stub) as connections:
        for _ in range(2):
            assert await connections.request("GET", "/", b"", patience=LONG) == Answer(200, b"whole")
        assert stub.connections == 1


@pytest.mark.parametrize(
    "failing",
    [
        b"",
        cut(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nha"),
        cut(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nha\r\n"),
        told(b"no HTTP at all\r\n\r\n"),
    ],
)
async def test_half_an_answer_is_none_and_the_next_request_has_a_connection_of_its_own(
    failing: bytes | Answering,
) -> None:
    async with served(failing, WELL) as stub, asking(stub) as connections:
        with pytest.raises(ConnectionError):
            await connections.request("GET", "/", b"", patience=LONG)
        assert await connections.request("GET", "/", b"", patience=LONG) == Answer(200, b"{}")
        assert stub.connections == 2


async def test_a_connection_that_the_server_closes_after_an_answer_is_not_used_again() -> None:
    closing = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
    async with served(closing) as stub, asking(stub) as connections:
        for _ in range(2):
            assert await connections.request("GET", "/", b"", patience=LONG) == Answer(200, b"{}")
        assert stub.connections == 2


async def test_a_connection_that_was_closed_while_it_waited_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    closed, lost = asyncio.Event(), connecting._Connection.connection_lost

    def noted(connection: connecting._Connection, problem: Exception | None) -> None:
        lost(connection, problem)
        closed.set()

    monkeypatch.setattr(connecting._Connection, "connection_lost", noted)
    async with served(cut(WELL), WELL) as stub, asking(stub) as connections:
        await connections.request("GET", "/", b"", patience=LONG)
        async with asyncio.timeout(LONG):
            await closed.wait()
        assert await connections.request("GET", "/", b"", patience=LONG) == Answer(200, b"{}")
        assert stub.connections == 2


async def test_a_connection_that_was_silent_for_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server may be about to close it."""
    async with served(WELL) as stub, asking(stub) as connections:
        await connections.request("GET", "/", b"", patience=LONG)
        monkeypatch.setattr(connecting, "REUSED_WITHIN", 0.0)
        await connections.request("GET", "/", b"", patience=LONG)
        assert stub.connections == 2


async def test_what_nobody_asked_for_is_no_answer_to_the_next_request() -> None:
    async with served(told(WELL + WELL), WELL.replace(b"{}", b"[]")) as stub, asking(stub) as connections:
        assert await connections.request("GET", "/", b"", patience=LONG) == Answer(200, b"{}")
        assert await connections.request("GET", "/", b"", patience=LONG) == Answer(200, b"[]")
        assert stub.connections == 2


async def test_who_does_not_answer_in_time_is_not_waited_for_and_not_listened_to() -> None:
    late = asyncio.Event()

    async def too_late(writer: asyncio.StreamWriter) -> None:
        await late.wait()
        writer.write(WELL)

    async with served(WELL, too_late, WELL.replace(b"{}", b"[]")) as stub, asking(stub) as connections:
        await connections.request("GET", "/", b"", patience=LONG)
        with pytest.raises(TimeoutError):
            await connections.request("GET", "/", b"", patience=0.01)
        async with asyncio.timeout(LONG):
            await stub.heard.get()
            await stub.heard.get()
        late.set()
        assert await connections.request("GET", "/", b"", patience=LONG) == Answer(200, b"[]")
        assert stub.connections == 2


async def test_who_waits_no_more_closes_the_connection() -> None:
    async with served(never) as stub, asking(stub) as connections:
        waiting = asyncio.create_task(connections.request("GET", "/", b"", patience=LONG))
        async with asyncio.timeout(LONG):
            await stub.heard.get()
            waiting.cancel()
            await asyncio.wait([waiting])
            await stub.ended.acquire()
        assert waiting.cancelled() and not connections._idle


async def test_requests_at_the_same_time_have_a_connection_each() -> None:
    """None of them is answered before both have been heard."""
    both = asyncio.Barrier(2)

    async def together(writer: asyncio.StreamWriter) -> None:
        await both.wait()
        writer.write(WELL)

    async with served(together) as stub, asking(stub) as connections, asyncio.timeout(LONG):
        for _ in range(2):
            await asyncio.gather(*(connections.request("GET", "/", b"", patience=LONG) for _ in range(2)))
        assert stub.connections == 2 and stub.heard.qsize() == 4


async def test_where_nobody_listens_the_engine_is_down() -> None:
    async with served(WELL) as stub:
        pass
    async with connected(stub.url, None) as server:
        with pytest.raises(EngineDown):
            await server.ask("GET", "/stats")
        assert server.is_resting


@pytest.mark.parametrize(("status", "rests"), [(404, False), (302, False), (500, True), (503, True)])
async def test_a_refusal_says_what_the_engine_said(status: int, rests: bool) -> None:
    """Below 500 it answers, and only does not want this."""
    answer = b"HTTP/1.1 %d Told\r\nContent-Length: 15\r\n\r\nindex_not_found" % status
    async with served(answer) as stub, connected(stub.url, None) as server:
        with pytest.raises(EngineDown, match=f"^{status} index_not_found$"):
            await server.ask("GET", "/stats")
        assert server.is_resting == rests
        assert stub.connections == 1 and stub.heard.qsize() == 1
