"""Live pages: one LISTEN connection a process, fanned out to the streams whose topics and boundaries match."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import asyncpg
import structlog

from .time import now

log = structlog.get_logger()
REMEMBERED = 4000
LEEWAY = 1.0
"""Seconds by which a page may have been rendered before its transaction saw a change that was rung earlier."""
Sees = Callable[[str], bool]
"""Whether the reader may know of a boundary, asked at the moment of each change."""


@dataclass(eq=False)
class Listener:
    topics: frozenset[str]
    sees: Sees
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def concerns(self, boundary: str | None, topics: frozenset[str]) -> bool:
        return not self.topics.isdisjoint(topics) and (boundary is None or self.sees(boundary))


class LiveHub:
    """Rings every matching listener once per burst. Hidden tabs disconnect, so a page also resyncs when it connects."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._recent: deque[tuple[float, str | None, frozenset[str]]] = deque(maxlen=REMEMBERED)
        self._listening_since = float("inf")
        self.closing = asyncio.Event()

    @property
    def open_pages(self) -> int:
        return len(self._listeners)

    @contextmanager
    def listening(self, topics: frozenset[str], sees: Sees) -> Iterator[Listener]:
        listener = Listener(topics, sees)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def ring(self, payload: str) -> None:
        change = json.loads(payload)
        boundary, topics = change["b"], frozenset(change["t"])
        self._recent.append((now().timestamp(), boundary, topics))
        for listener in self._listeners:
            if listener.concerns(boundary, topics):
                listener.changed.set()

    def missed(self, listener: Listener, since: float) -> bool:
        """Whether something may have changed for this reader after `since` (seconds of the epoch, by the server's clock)."""
        since -= LEEWAY
        full = len(self._recent) == REMEMBERED and self._recent[0][0] > since
        if since < self._listening_since or full:
            return True
        return any(at >= since and listener.concerns(boundary, topics) for at, boundary, topics in self._recent)

    def ring_all(self) -> None:
        """After a lost connection nobody knows what was missed."""
        for listener in self._listeners:
            listener.changed.set()

    def close(self) -> None:
        self.closing.set()
        self.ring_all()

    async def run(self, dsn: str, stop: asyncio.Event) -> None:
        """Keep one LISTEN connection, again and again, until `stop`."""
        pause = 0.2
        while not stop.is_set():
            try:
                await self._listen(dsn, stop)
                pause = 0.2
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("live pages lost the database", error=error, retry_in=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 10)

    async def _listen(self, dsn: str, stop: asyncio.Event) -> None:
        connection = await asyncpg.connect(dsn)
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener("live", lambda _connection, _pid, _channel, payload: self.ring(str(payload)))
            self._listening_since = now().timestamp()
            self.ring_all()
            waits = [asyncio.ensure_future(stop.wait()), asyncio.ensure_future(lost.wait())]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
        finally:
            connection.terminate()


async def changes(
    hub: LiveHub, topics: frozenset[str], sees: Sees, since: float, *, gather: float = 0.05, beat: float = 20
) -> AsyncIterator[bool]:
    """True for a change after `since` (bursts within `gather` seconds are one), False as a heartbeat every `beat` seconds."""
    with hub.listening(topics, sees) as listener:
        if hub.missed(listener, since):
            listener.changed.set()
        while not hub.closing.is_set():
            try:
                await asyncio.wait_for(listener.changed.wait(), beat)
            except TimeoutError:
                yield False
                continue
            await asyncio.sleep(gather)
            listener.changed.clear()
            if not hub.closing.is_set():
                yield True
