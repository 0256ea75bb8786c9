"""What every response carries, also one that no handler gave, and the id that ties it to its log lines and events."""

from secrets import token_hex

import structlog
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from ..events import request_id

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cache-control", b"no-store"),
)
"""Each unless the answer has its own: what may be kept, and by whom, says so."""


NEVER = "\ufffd"
"""Stands for NUL in an address: neither a file nor a row has one in its name, and both would break at being asked."""


class HeadersMiddleware:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if str(scope["type"]) != "http":
            await self.app(scope, receive, send)
            return
        token = request_id.set(token_hex(8))
        structlog.contextvars.bind_contextvars(request_id=request_id.get())
        scope["path"] = scope["path"].replace("\x00", NEVER)
        try:
            await self.app(scope, receive, _with_headers(send))
        finally:
            request_id.reset(token)
            structlog.contextvars.unbind_contextvars("request_id")


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = message["headers"]
            given = {name.lower() for name, _ in own}
            message["headers"] = [
                *own,
                *(header for header in _HEADERS if header[0] not in given),
                (b"x-request-id", (request_id.get() or "").encode()),
            ]
        await send(message)

    return send_with_headers
