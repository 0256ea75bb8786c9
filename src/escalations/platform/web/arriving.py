"""A connection on which a request arrives: its head has a largest size and a longest time, so that nobody fills memory with a
header that never ends, and no connection stays open for one that never comes."""

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from .bodies import LINGER_SECONDS

LARGEST_HEAD = 64 * 1024
HEAD_SECONDS = 20.0
_REFUSALS = {
    400: "What arrived is not a request of HTTP.",
    408: "The head of the request did not arrive in time.",
    431: "The head of the request is larger than 64 KiB.",
}


class _Refused(Exception):
    """Stops the parser: the connection has its answer already."""


class Arriving(HttpToolsProtocol):
    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._head = 0
        """Bytes of a head that is not complete."""
        self._due: TimerHandle | None = None
        """Until a head is here; then, if it was refused, until the connection closes."""
        self._refused = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_is_here()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        if self._due is not None:
            self._head += len(data)
        super().data_received(data)
        if self._due is not None and self._head > LARGEST_HEAD and not self._refused:
            self._refuse(431)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._due is None:
            self._await_head()

    def on_headers_complete(self) -> None:
        self._head_is_here()
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > LARGEST_HEAD:
            self._refuse(431)
            raise _Refused
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        if not self._refused:
            self._refuse(400)

    def _await_head(self) -> None:
        self._head, self._due = 0, self.loop.call_later(HEAD_SECONDS, self._refuse, 408)

    def _head_is_here(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _refuse(self, status: int) -> None:
        self._head_is_here()
        self._refused = True
        if self.cycle is not None and not self.cycle.response_complete:
            self.transport.close()  # an answer to the request before is on its way: a refusal would stand in its middle
            return
        said = _REFUSALS[status].encode()
        head = b"content-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(said)
        self.transport.write(STATUS_LINE[status] + head + said)
        self._close_gently()

    def _close_gently(self) -> None:
        if not self.transport.can_write_eof():
            self.transport.close()
            return
        self.transport.write_eof()
        self._due = self.loop.call_later(LINGER_SECONDS, self.transport.close)
