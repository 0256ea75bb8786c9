"""Each request counted, timed and written down: its route, status, time and the events it recorded. No address and no text of it."""

import time

import structlog
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from ..events import recorded_ids, request_id
from ..metrics import note_request
from ..tracing import span

log = structlog.get_logger()


class MeasuringMiddleware:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if str(scope["type"]) != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500
        took = 0.0

        async def send_and_note(message: Message) -> None:
            nonlocal status, took
            if message["type"] == "http.response.start":
                status, took = message["status"], time.perf_counter() - began
            await send(message)

        ids: list[int] = []
        token = recorded_ids.set(ids)
        method, route = str(scope.get("method")), "none"
        with span("request", _caller(scope)) as note:
            try:
                await self.app(scope, receive, send_and_note)
            finally:
                recorded_ids.reset(token)
                route = str(scope.get("path_template") or "none")
                note |= {
                    "name": f"{method} {route}",
                    "http.route": route,
                    "http.response.status_code": status,
                    "request_id": request_id.get() or "",
                }
        took = took or time.perf_counter() - began
        note_request(method, route, status, took)
        log.info("request", method=method, route=route, status=status, ms=round(took * 1000, 1), events=ids)


def _caller(scope: Scope) -> dict[str, str]:
    """The trace of whoever asks, if they are part of one."""
    wanted = (b"traceparent", b"tracestate")
    return {name.decode(): value.decode("latin-1") for name, value in scope["headers"] if name in wanted}
