"""A web process, or a worker that is watched, over the run's database, for what has to be asked from outside."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.faults.killing.parts import Program, free_port, until_ready
from tests.support import urls


@asynccontextmanager
async def served(log: Path, *, patience: float = 90, **more: str) -> AsyncIterator[str]:
    async with _running("web", "ESCALATIONS_PORT", log, patience, more) as url:
        yield url


@asynccontextmanager
async def watched_worker(log: Path, *, patience: float = 90, **more: str) -> AsyncIterator[str]:
    async with _running("worker", "ESCALATIONS_WORKER_PORT", log, patience, more) as url:
        yield url


@asynccontextmanager
async def _running(command: str, port_is: str, log: Path, patience: float, more: dict[str, str]) -> AsyncIterator[str]:
    port = free_port()
    settings = {"DATABASE_URL": urls.app, "ESCALATIONS_ENV": "test", port_is: str(port), **more}
    program = Program(command, settings | {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}, log)
    await program.start()
    try:
        await until_ready(f"http://127.0.0.1:{port}", patience)
        yield f"http://127.0.0.1:{port}"
    finally:
        await program.kill()
