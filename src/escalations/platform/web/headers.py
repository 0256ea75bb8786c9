"""What every response carries, also one that no handler gave, and the id that ties it to its log lines and events."""

from secrets import token_hex

import structlog
from litestar.datastructures import MutableScopeHeaders
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from ..events import request_id

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class HeadersMiddleware:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if str(scope["type"]) != "http":
            await self.app(scope, receive, send)
            return
        token = request_id.set(token_hex(8))
        structlog.contextvars.bind_contextvars(request_id=request_id.get())
        try:
            await (no_such_address if "\x00" in scope["path"] else self.app)(scope, receive, _with_headers(send))
        finally:
            request_id.reset(token)
            structlog.contextvars.unbind_contextvars("request_id")


async def no_such_address(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Neither a file nor a row has a NUL in its name, and both would break at being asked."""
    await send(
        {"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain; charset=utf-8")]}
    )
    await send({"type": "http.response.body", "body": b"There is nothing at this address.", "more_body": False})


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableScopeHeaders.from_message(message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers["X-Request-Id"] = request_id.get() or ""
        await send(message)

    return send_with_headers
