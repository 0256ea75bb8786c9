"""A whole installation for the rounds: web, worker, PostgreSQL, Meilisearch, and outside of it a mail server and a tracker."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from escalations.platform.postgres import ensure_database, start_postgres
from escalations.platform.schema import migrate
from tests.faults.killing.parts import Database, Engine, Program, free_port, until_ready
from tests.integrations.outside import Outside
from tests.integrations.smtp import MailServer
from tests.meilisearch import KEY, Server


@dataclass
class Stage:
    url: str
    told: dict[str, Any]
    admin_url: str
    environment: dict[str, str]
    web: Program
    worker: Program
    database: Database
    engine: Engine
    mail: MailServer
    tracker: Outside

    async def kill(self, *names: str) -> None:
        await asyncio.gather(*(getattr(self, name).kill() for name in names))

    async def rise(self) -> None:
        """What a supervisor does: whatever is gone comes back, the database first."""
        await self.database.rise()
        await self.engine.rise()
        await self.web.rise()
        await self.worker.rise()
        for _ in range(3):
            try:
                return await until_ready(self.url, 40)
            except TimeoutError:
                await self.web.rise()
                await self.worker.rise()
        raise TimeoutError("web was not ready again")

    async def command(self, *arguments: str) -> tuple[int, str]:
        """Exit code and output of an `escalations` command here."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "ignore", "-m", "escalations.cli", *arguments, env=os.environ | self.environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        out, _ = await process.communicate()
        return process.returncode or 0, out.decode()


@asynccontextmanager
async def stage(home: Path) -> AsyncIterator[Stage]:
    shutil.rmtree(home, ignore_errors=True)
    postgres = await asyncio.to_thread(start_postgres, home, "rounds")
    meilisearch = Server(home / "meilisearch")
    mail, tracker = MailServer(), Outside("github")
    listening = [
        await asyncio.start_server(mail.converse, "127.0.0.1", 0),
        await asyncio.start_server(tracker.serve, "127.0.0.1", 0),
    ]
    mail.port, tracker_port = (server.sockets[0].getsockname()[1] for server in listening)
    tracker.url, port = f"http://127.0.0.1:{tracker_port}", free_port()
    await ensure_database(postgres)
    await migrate(postgres.owner_url)
    await meilisearch.start()
    environment = {
        "DATABASE_URL": postgres.app_url, "ESCALATIONS_ENV": "test", "ESCALATIONS_PORT": str(port), "MEILISEARCH_URL": meilisearch.url,
        "MEILISEARCH_KEY": KEY, "SMTP_URL": mail.url, "ESCALATIONS_FEED_HOSTS": '["127.0.0.1"]',
    }  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    programs = [Program(name, environment, home / f"{name}.log") for name in ("web", "worker")]
    admin = postgres.admin_url.replace("/postgres?", "/rounds?")
    there = Stage(url, {}, admin, environment, *programs, Database(postgres), Engine(meilisearch), mail, tracker)
    try:
        there.told = await _seeded(there)
        await asyncio.gather(there.web.start(), there.worker.start())
        await until_ready(url, 120)
        yield there
    finally:
        await there.kill("web", "worker", "engine")
        for server in listening:
            server.close()
        await asyncio.to_thread(postgres.server.cleanup)
        shutil.rmtree(home, ignore_errors=True)


async def _seeded(there: Stage) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", "-m", "tests.faults.killing.seed", there.tracker.url, env=os.environ | there.environment,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    assert process.returncode == 0, "the world of the rounds could not be made"
    return dict(json.loads(out))
