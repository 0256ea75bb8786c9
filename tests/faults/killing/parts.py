"""The processes of an installation, each of which can be killed as a machine loses it, and started again."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil

from escalations.platform.postgres import EmbeddedPostgres
from tests.meilisearch import Server


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Program:
    """`escalations web` or `escalations worker`."""

    def __init__(self, command: str, environment: dict[str, str], log: Path) -> None:
        self.command, self._environment, self._log = command, environment, log
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        arguments = [sys.executable, "-W", "ignore", "-m", "escalations.cli", self.command]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220 - it returns at once
                arguments, env=os.environ | self._environment, stdout=log, stderr=log
            )

    async def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    async def rise(self) -> None:
        """As a supervisor does: started again until it stays up."""
        if not self.runs:
            await self.start()


class Database:
    """A server of its own, durable as in production."""

    def __init__(self, postgres: EmbeddedPostgres) -> None:
        self._server = postgres.server

    async def kill(self) -> None:
        """The postmaster and all its children at once."""
        with contextlib.suppress(psutil.NoSuchProcess):
            postmaster = psutil.Process(self._server.get_pid())
            family = [postmaster, *postmaster.children(recursive=True)]
            for process in family:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.send_signal(signal.SIGKILL)
            await asyncio.to_thread(psutil.wait_procs, family, 5)

    async def rise(self) -> None:
        for _ in range(20):
            try:
                return await asyncio.to_thread(self._server.ensure_postgres_running)
            except (subprocess.SubprocessError, AssertionError, OSError):
                await asyncio.sleep(0.5)
        raise TimeoutError("PostgreSQL did not come back")


class Engine:
    """Meilisearch."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._runs = True

    async def kill(self) -> None:
        self._runs = False
        await self._server.stop()

    async def rise(self) -> None:
        if not self._runs:
            await self._server.start()
            self._runs = True


async def until_ready(url: str, seconds: float = 40) -> None:
    ends = time.monotonic() + seconds
    async with httpx.AsyncClient(base_url=url, timeout=2) as http:
        while time.monotonic() < ends:
            with contextlib.suppress(httpx.HTTPError):
                if (await http.get("/health/ready")).status_code == 200:
                    return
            await asyncio.sleep(0.1)
    raise TimeoutError(f"{url} was not ready within {seconds} s")
