"""Talking to a Meilisearch server, and not waiting for one that does not answer.

The official client shares its headers between threads, opens a connection for each request and counts its
patience in whole seconds; a search has 200 ms.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
import structlog

from ...time import now

log = structlog.get_logger()
PATIENCE = 0.2
"""Seconds a search waits before PostgreSQL answers instead."""
PATIENCE_FOR_TASKS = 120.0
REST = timedelta(seconds=5)
"""How long an engine that failed is left alone."""
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
        self._http = httpx.AsyncClient(base_url=url, headers=headers, timeout=30.0)
        self._try_again_at: datetime | None = None
        self._late = 0
        self.down_since: datetime | None = None

    @property
    def is_resting(self) -> bool:
        return self._try_again_at is not None and now() < self._try_again_at

    async def ask(self, method: str, path: str, body: Any = None, *, patience: float = 30.0) -> Any:
        """Raises EngineDown, also at once while the engine is left alone."""
        return (await self.ask_at_once(method, path, [body], patience=patience))[0]

    async def ask_at_once(self, method: str, path: str, bodies: Sequence[Any], *, patience: float) -> list[Any]:
        """Requests that are answered side by side, and that fail as one. Raises EngineDown."""
        if self.is_resting:
            raise EngineDown("The search engine did not answer a moment ago.")
        try:
            asked = (self._http.request(method, path, json=body, timeout=patience) for body in bodies)
            answers = [answer.raise_for_status() for answer in await asyncio.gather(*asked)]
        except httpx.HTTPError as problem:
            if self._is_failure(problem, patience):
                self._went_down(problem)
            raise EngineDown(_told(problem)) from problem
        self._is_up()
        return [answer.json() if answer.content else None for answer in answers]

    async def close(self) -> None:
        await self._http.aclose()

    def _is_failure(self, problem: httpx.HTTPError, patience: float) -> bool:
        if patience <= PATIENCE and isinstance(problem, httpx.TimeoutException):
            self._late += 1
            return self._late >= LATE
        return not _is_refusal(problem)

    def _went_down(self, problem: httpx.HTTPError) -> None:
        self._try_again_at = now() + REST
        if self.down_since is None:
            self.down_since = now()
            log.warning("the search engine does not answer; PostgreSQL searches meanwhile", error=problem)

    def _is_up(self) -> None:
        if self.down_since is not None:
            log.info("the search engine answers again", was_down_for=str(now() - self.down_since))
        self.down_since, self._try_again_at, self._late = None, None, 0


def _is_refusal(problem: httpx.HTTPError) -> bool:
    """It answered, and does not want this: an index that is gone, say."""
    return isinstance(problem, httpx.HTTPStatusError) and problem.response.status_code < 500


def _told(problem: httpx.HTTPError) -> str:
    if isinstance(problem, httpx.HTTPStatusError):
        return f"{problem.response.status_code} {problem.response.text[:300]}"
    return repr(problem)


@asynccontextmanager
async def connected(url: str, key: str | None) -> AsyncIterator[Meilisearch]:
    server = Meilisearch(url, key)
    try:
        yield server
    finally:
        await server.close()
