"""Live pages: one LISTEN connection a process, fanned out to the streams whose topics and boundaries match."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import asyncpg
import structlog

log = structlog.get_logger()
Sees = Callable[[str], bool]
"""Whether the reader may know of a boundary, asked at the moment of each change."""


@dataclass(eq=False)
class Listener:
    topics: frozenset[str]
    sees: Sees
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def concerns(self, boundary: str | None, topics: set[str]) -> bool:
        return not self.topics.isdisjoint(topics) and (boundary is None or self.sees(boundary))


class LiveHub:
    """Rings every matching listener once per burst. Hidden tabs disconnect, so a page also resyncs when it connects."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self.closing = asyncio.Event()

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
        topics = set(change["t"])
        for listener in self._listeners:
            if listener.concerns(change["b"], topics):
                listener.changed.set()

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
                log.warning("live pages lost the database", error=repr(error), retry_in=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 10)

    async def _listen(self, dsn: str, stop: asyncio.Event) -> None:
        connection = await asyncpg.connect(dsn)
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener("live", lambda _connection, _pid, _channel, payload: self.ring(str(payload)))
            self.ring_all()
            waits = [asyncio.ensure_future(stop.wait()), asyncio.ensure_future(lost.wait())]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
        finally:
            connection.terminate()


async def changes(
    hub: LiveHub, topics: frozenset[str], sees: Sees, *, gather: float = 0.05, beat: float = 20
) -> AsyncIterator[bool]:
    """True for a change (bursts within `gather` seconds are one), False as a heartbeat every `beat` seconds."""
    with hub.listening(topics, sees) as listener:
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
