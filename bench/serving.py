"""The real server over a filled database, in a process of its own."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench.wire import Wire


@asynccontextmanager
async def served(url: str) -> AsyncIterator[int]:
    """Web and worker together, as `escalations run` starts them. Gives the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    settings = {"DATABASE_URL": url, "ESCALATIONS_ENV": "test", "ESCALATIONS_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "escalations.cli", "run"],
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
    )  # noqa: ASYNC220
    try:
        await _ready(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


async def _ready(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("The server ended before it was ready.")
        try:
            async with Wire(port, {}) as wire:
                if (await wire.get("/health/ready")).status == 200:
                    return
        except OSError:
            await asyncio.sleep(0.1)
    raise RuntimeError("The server was not ready within 30 s.")
