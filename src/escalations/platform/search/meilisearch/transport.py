"""Talking to a Meilisearch server, and not waiting for one that does not answer.

The official client shares its headers between threads, opens a connection for each request and counts its
patience in whole seconds; a search has 200 ms.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import msgspec
import structlog

from ...time import now
from .connecting import Connections

log = structlog.get_logger()
PATIENCE = 0.2
"""Seconds a search waits before PostgreSQL answers instead."""
PATIENCE_FOR_TASKS = 120.0
REST = timedelta(seconds=5)
"""How long an engine that failed is left alone."""
OF_THE_KEY = (401, 403)
"""Who is refused for their key is refused everything."""
LATE = 3
"""So many searches in a row that are not answered in time are a failure; one that is slow is not."""


class EngineDown(Exception):
    """The engine did not answer, or not as it should."""


class Meilisearch:
    """One server. `down_since` is None while it answers.

    It is asked not to compress: what it compresses it sends in pieces, and TCP keeps the second back for 40 ms, until the first is acknowledged.
    """

    def __init__(self, url: str, key: str | None) -> None:
        headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {})
        self._connections = Connections(url, headers)
        self._try_again_at: datetime | None = None
        self._late = 0
        self.down_since: datetime | None = None

    @property
    def is_resting(self) -> bool:
        return self._try_again_at is not None and now() < self._try_again_at

    async def ask(self, method: str, path: str, body: Any = None, *, patience: float = 30.0) -> Any:
        """Raises EngineDown, also at once while the engine is left alone."""
        [answer] = await self.ask_at_once(method, path, [body], patience=patience)
        return msgspec.json.decode(answer) if answer else None

    async def ask_at_once(self, method: str, path: str, bodies: Sequence[Any], *, patience: float) -> list[bytes]:
        """Requests that are answered side by side, and that fail as one, with their answers as JSON. Raises EngineDown."""
        if self.is_resting:
            raise EngineDown("The search engine did not answer a moment ago.")
        told = [b"" if body is None else msgspec.json.encode(body) for body in bodies]
        try:
            asked = (self._connections.request(method, path, body, patience=patience) for body in told)
            answers = [_taken(*answer) for answer in await asyncio.gather(*asked)]
        except (OSError, _Refused) as problem:
            if self._is_failure(problem, patience):
                self._went_down(problem)
            raise EngineDown(str(problem) if isinstance(problem, _Refused) else repr(problem)) from problem
        self._is_up()
        return answers

    def close(self) -> None:
        self._connections.close()

    def _is_failure(self, problem: Exception, patience: float) -> bool:
        if patience <= PATIENCE and isinstance(problem, TimeoutError):
            self._late += 1
            return self._late >= LATE
        return not isinstance(problem, _Refused) or problem.status >= 500 or problem.status in OF_THE_KEY

    def _went_down(self, problem: Exception) -> None:
        self._try_again_at = now() + REST
        if self.down_since is None:
            self.down_since = now()
            does = "refuses the key" if getattr(problem, "status", 0) in OF_THE_KEY else "does not answer"
            log.warning(f"the search engine {does}; PostgreSQL searches meanwhile", error=problem)

    def _is_up(self) -> None:
        if self.down_since is not None:
            log.info("the search engine answers again", was_down_for=str(now() - self.down_since))
        self.down_since, self._try_again_at, self._late = None, None, 0


class _Refused(Exception):
    """It answered, and below 500 does not want this: an index that is gone, say."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(f"{status} {told[:300]}")
        self.status = status


def _taken(status: int, body: bytes) -> bytes:
    if not 200 <= status < 300:
        raise _Refused(status, body.decode(errors="replace"))
    return body


@asynccontextmanager
async def connected(url: str, key: str | None) -> AsyncIterator[Meilisearch]:
    server = Meilisearch(url, key)
    try:
        yield server
    finally:
        server.close()
