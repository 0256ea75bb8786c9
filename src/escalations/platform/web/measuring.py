"""Each request counted, timed and written down: its route, status, time and the events it recorded. No address and no text of it."""

import time

import structlog
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from ..events import recorded_ids
from ..metrics import note_request

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
        try:
            await self.app(scope, receive, send_and_note)
        finally:
            recorded_ids.reset(token)
            method, route = str(scope["method"]), str(scope.get("path_template") or "none")
            note_request(method, route, status, took or time.perf_counter() - began)
            log.info("request", method=method, route=route, status=status, ms=round(took * 1000, 1), events=ids)
