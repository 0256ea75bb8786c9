"""A web process over the run's database, for what has to be asked from outside."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.faults.killing.parts import Program, free_port, until_ready
from tests.support import urls


@asynccontextmanager
async def served(log: Path, *, patience: float = 90, **more: str) -> AsyncIterator[str]:
    port = free_port()
    settings = {"DATABASE_URL": urls.app, "ESCALATIONS_ENV": "test", "ESCALATIONS_PORT": str(port), **more}
    web = Program("web", settings | {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}, log)
    await web.start()
    try:
        await until_ready(f"http://127.0.0.1:{port}", patience)
        yield f"http://127.0.0.1:{port}"
    finally:
        await web.kill()
