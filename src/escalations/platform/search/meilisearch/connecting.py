"""HTTP to one server, by connections that stay open. A client that can do everything takes ten times as long for a request, and a
search asks two or four of 200 ms."""

import asyncio
from collections.abc import Mapping
from typing import NamedTuple, cast

import httptools
import httpx

REUSED_WITHIN = 4.0
"""Seconds. Many servers close what has been silent for five."""


class Answer(NamedTuple):
    status: int
    body: bytes


class Connections:
    """As many as there are requests at a time, each for one of them."""

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        self._url = httpx.URL(url)
        told = {"Host": self._url.netloc.decode(), "Content-Type": "application/json", **headers}
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        self._tls = httpx.create_ssl_context() if self._url.scheme == "https" else None
        self._idle: list[_Connection] = []

    async def request(self, method: str, path: str, body: bytes, *, patience: float) -> Answer:
        """Raises TimeoutError after so many seconds, and other kinds of OSError where there is no whole answer."""
        async with asyncio.timeout(patience):
            connection = self._unused() or await self._opened()
            try:
                answer = await connection.ask(self._head(method, path, len(body)) + body)
            except BaseException:
                connection.close()
                raise
        if connection.stays_open:
            self._idle.append(connection)
        else:
            connection.close()
        return answer

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _head(self, method: str, path: str, length: int) -> bytes:
        target = self._url.raw_path.decode().rstrip("/") + path
        return f"{method} {target} HTTP/1.1\r\n{self._headers}Content-Length: {length}\r\n\r\n".encode()

    def _unused(self) -> "_Connection | None":
        """The one that was used last. Where it has been silent for too long, so have the others."""
        while self._idle:
            connection = self._idle.pop()
            if connection.is_usable:
                return connection
            connection.close()
        return None

    async def _opened(self) -> "_Connection":
        port = self._url.port or (443 if self._tls else 80)
        _, connection = await asyncio.get_running_loop().create_connection(
            _Connection, self._url.host, port, ssl=self._tls
        )
        return connection


class _Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self._loop, self._parser = asyncio.get_running_loop(), httptools.HttpResponseParser(self)
        self._pieces: list[bytes] = []
        self._answer: asyncio.Future[Answer] | None = None
        self._answered_at = 0.0
        self.stays_open = False

    @property
    def is_usable(self) -> bool:
        return not self._transport.is_closing() and self._loop.time() - self._answered_at < REUSED_WITHIN

    def ask(self, request: bytes) -> "asyncio.Future[Answer]":
        self._answer = self._loop.create_future()
        self._transport.write(request)
        return self._answer

    def close(self) -> None:
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as problem:
            self._fail(f"What the server says is no HTTP: {problem}")

    def connection_lost(self, problem: Exception | None) -> None:
        self._fail(f"The server closed the connection: {problem or 'in the middle of an answer, or before it'}")

    def on_headers_complete(self) -> None:
        self.stays_open = self._parser.should_keep_alive()

    def on_body(self, piece: bytes) -> None:
        self._pieces.append(piece)

    def on_message_complete(self) -> None:
        answer, self._answer = self._answer, None
        if answer is None or answer.done():
            self.close()
            return
        answer.set_result(Answer(self._parser.get_status_code(), b"".join(self._pieces)))
        self._pieces.clear()
        self._answered_at = self._loop.time()

    def _fail(self, why: str) -> None:
        self.close()
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError(why))
