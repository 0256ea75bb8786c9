"""The whole body of a request is here before anything is begun for it: somebody's slow line holds no connection to the database."""

import asyncio
import contextlib
import json

from litestar.types import ASGIApp, Message, Receive, ReceiveMessage, Scope, Send

GRACE_SECONDS = 20.0
SLOWEST = 4096
"""Bytes a second, once the grace is over."""
LINGER_SECONDS = 2.0
"""How long a refused connection is still read from: closed with bytes unread it is reset, and the answer is lost on its way to whoever
goes on sending."""
_SAID = "What you sent did not arrive in time. Nothing was saved. Try again on a better line."


class WholeBodyMiddleware:
    def __init__(self, app: ASGIApp, largest: int) -> None:
        self.app, self.largest = app, largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if str(scope["type"]) != "http":
            await self.app(scope, receive, send)
            return
        try:
            arrived = await self._arrived(receive)
        except TimeoutError:
            await _too_slow(scope, receive, send)
            return
        if arrived:
            await self.app(scope, _again(arrived, receive), send)

    async def _arrived(self, receive: Receive) -> list[ReceiveMessage]:
        """All there is of it, or as much as shows that it is too large; nothing when the line was cut."""
        began, size, arrived = asyncio.get_running_loop().time(), 0, list[ReceiveMessage]()
        while True:
            async with asyncio.timeout_at(began + GRACE_SECONDS + size / SLOWEST):
                message = await receive()
            if message["type"] != "http.request":
                return []
            arrived.append(message)
            size += len(message["body"])
            if not message["more_body"] or size > self.largest:
                return arrived


def _again(arrived: list[ReceiveMessage], receive: Receive) -> Receive:
    waiting = iter(arrived)

    async def received() -> ReceiveMessage:
        return next(waiting, None) or await receive()

    return received


async def _too_slow(scope: Scope, receive: Receive, send: Send) -> None:
    is_api = scope["path"].startswith("/api/")
    body = (json.dumps({"error": "TooSlow", "detail": _SAID}) if is_api else _SAID).encode()
    kind = b"application/json" if is_api else b"text/plain; charset=utf-8"
    start: Message = {
        "type": "http.response.start",
        "status": 408,
        "headers": [(b"content-type", kind), (b"content-length", b"%d" % len(body)), (b"connection", b"close")],
    }
    await send(start)
    await send({"type": "http.response.body", "body": body, "more_body": True})
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LINGER_SECONDS):
            while (await receive())["type"] == "http.request":
                pass
    await send({"type": "http.response.body", "body": b"", "more_body": False})
