"""Live pages: one LISTEN connection a process, fanned out to the streams whose topics and boundaries match."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import asyncpg
import structlog

from .liveness import end_when_silent
from .time import now

log = structlog.get_logger()
REMEMBERED = 4000
EVERYTHING = "everything"
LEEWAY = 1.0
"""Seconds by which a page may have been rendered before its transaction saw a change that was rung earlier."""
GATHER = 0.05
"""Seconds within which changes reach a page as one."""
ASK_AGAIN = 50
"""Pages a second that are told to ask again where nobody knows what they missed: about what a process serves."""
Sees = Callable[[str], bool]
"""Whether the reader may know of a boundary, asked at the moment of each change."""


@dataclass(eq=False)
class Listener:
    """One open page. It waits by a single future and a single timer, since there may be thousands. `told` are the topics of the changes
    since it last heard; `everything` stands for what nobody knows."""

    topics: frozenset[str]
    sees: Sees
    told: set[str] = field(default_factory=set)
    _waiting: asyncio.Future[None] | None = None

    def concerns(self, boundary: str | None, topics: frozenset[str]) -> bool:
        return not self.topics.isdisjoint(topics) and (boundary is None or self.sees(boundary))

    def tell(self, topics: Iterable[str] = (EVERYTHING,)) -> None:
        self.told.update(topics)
        self._stir()

    def _stir(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def heard(self, seconds: float) -> frozenset[str]:
        """The topics of what changed; none after so many seconds without."""
        if not self.told:
            loop = asyncio.get_running_loop()
            self._waiting = loop.create_future()
            timer = loop.call_later(seconds, self._stir)
            try:
                await self._waiting
            finally:
                timer.cancel()
                self._waiting = None
        told, self.told = frozenset(self.told), set()
        return told


class LiveHub:
    """Rings every matching listener once per burst. Hidden tabs disconnect, so a page also resyncs when it connects."""

    def __init__(self, gather: float = GATHER) -> None:
        self._gather = gather
        self._listeners: set[Listener] = set()
        self._by_topic: defaultdict[str, set[Listener]] = defaultdict(set)
        self._due: defaultdict[Listener, set[str]] = defaultdict(set)
        self._turns: deque[Listener] = deque()
        self._in_turn: set[Listener] = set()
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
        for topic in topics:
            self._by_topic[topic].add(listener)
        try:
            yield listener
        finally:
            self._forget(listener)

    def _forget(self, listener: Listener) -> None:
        self._listeners.discard(listener)
        self._in_turn.discard(listener)
        self._due.pop(listener, None)
        for topic in listener.topics:
            self._by_topic[topic].discard(listener)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def ring(self, payload: str) -> None:
        """What a burst concerns is told once, `gather` seconds after its first change. Costs what the change concerns, not what is open.
        Who is about to ask for everything again hears of it then."""
        change = json.loads(payload)
        boundary, topics = change["b"], frozenset(change["t"])
        self._recent.append((now().timestamp(), boundary, topics))
        named = set().union(*(self._by_topic.get(topic, ()) for topic in topics)) - self._in_turn
        concerned = [listener for listener in named if listener.concerns(boundary, topics)]
        if concerned and not self._due:
            asyncio.get_running_loop().call_later(self._gather, self._tell)
        for listener in concerned:
            self._due[listener] |= listener.topics & topics

    def _tell(self) -> None:
        due, self._due = self._due, defaultdict(set)
        for listener, topics in due.items():
            listener.tell(topics)

    def missed(self, listener: Listener, since: float) -> frozenset[str]:
        """What may have changed for this reader after `since` (seconds of the epoch, by the server's clock)."""
        since -= LEEWAY
        full = len(self._recent) == REMEMBERED and self._recent[0][0] > since
        if since < self._listening_since or full:
            return frozenset({EVERYTHING})
        told = [topics for at, boundary, topics in self._recent if at >= since and listener.concerns(boundary, topics)]
        return listener.topics & frozenset().union(*told)

    def tell_in_turn(self, *listeners: Listener) -> None:
        """After a lost connection nobody knows what was missed: all ask again, so many a second and the first at once."""
        waiting = [listener for listener in listeners if listener not in self._in_turn]
        self._in_turn.update(waiting)
        begins = not self._turns
        self._turns.extend(waiting)
        if begins and waiting:
            self._next_turn()

    def _next_turn(self) -> None:
        """Whoever has gone meanwhile takes no time."""
        while self._turns:
            listener = self._turns[0]
            if listener in self._in_turn:
                self._in_turn.discard(listener)
                listener.tell()
                asyncio.get_running_loop().call_later(1 / ASK_AGAIN, self._turn_over)
                return
            self._turns.popleft()

    def _turn_over(self) -> None:
        self._turns.popleft()
        self._next_turn()

    def close(self) -> None:
        self.closing.set()
        for listener in self._listeners:
            listener.tell()

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
        end_when_silent(connection)
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener("live", lambda _connection, _pid, _channel, payload: self.ring(str(payload)))
            self._listening_since = now().timestamp()
            self.tell_in_turn(*self._listeners)
            waits = [asyncio.ensure_future(stop.wait()), asyncio.ensure_future(lost.wait())]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
        finally:
            connection.terminate()


async def changes(
    hub: LiveHub, topics: frozenset[str], sees: Sees, since: float, *, beat: float = 20
) -> AsyncIterator[frozenset[str]]:
    """The topics of what changed after `since`, none as a heartbeat every `beat` seconds."""
    with hub.listening(topics, sees) as listener:
        if missed := hub.missed(listener, since):
            hub.tell_in_turn(listener) if EVERYTHING in missed else listener.tell(missed)
        while not hub.closing.is_set():
            heard = await listener.heard(beat)
            if not hub.closing.is_set():
                yield heard
