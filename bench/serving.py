"""The real server over a filled database, in a process of its own."""

import asyncio
import os
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.wire import Wire

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    port: int
    process: Process

    def cpu_seconds(self) -> float:
        """Of the server alone, without the database. 0 where there is no /proc."""
        told = Path(f"/proc/{self.process.pid}/stat")
        if not told.exists():
            return 0
        user, system = told.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / TICKS

    def kilobytes(self) -> int:
        """Of memory that is the server's own and resident. 0 where there is no /proc."""
        told = Path(f"/proc/{self.process.pid}/status")
        lines = told.read_text().splitlines() if told.exists() else []
        return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


@asynccontextmanager
async def served(url: str, *, with_worker: bool = True) -> AsyncIterator[Served]:
    """Web and worker together, as `escalations run` starts them, or web alone."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = await _started("run" if with_worker else "web", url, ESCALATIONS_PORT=str(port))
    try:
        await _ready(port, process)
        yield Served(port, process)
    finally:
        await _stopped(process)


@asynccontextmanager
async def working(url: str, *, wanted: bool) -> AsyncIterator[None]:
    """A worker in a process of its own."""
    process = await _started("worker", url) if wanted else None
    try:
        yield
    finally:
        if process is not None:
            await _stopped(process)


async def _started(command: str, url: str, **settings: str) -> Process:
    program = [sys.executable, "-W", "ignore", "-m", "escalations.cli", command]
    surroundings = os.environ | {"DATABASE_URL": url, "ESCALATIONS_ENV": "test"} | settings
    return await asyncio.create_subprocess_exec(*program, env=surroundings, stdout=DEVNULL)


async def _stopped(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    await process.wait()


async def _ready(port: int, process: Process) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.returncode is not None:
            raise RuntimeError("The server ended before it was ready.")
        try:
            async with Wire(port, {}) as wire:
                if (await wire.get("/health/ready")).status == 200:
                    return
        except OSError:
            await asyncio.sleep(0.1)
    raise RuntimeError("The server was not ready within 60 s.")
