"""What tests need of the program itself: transactions for somebody, waiting jobs run now, browsers without a browser."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
import httpx
from litestar import Litestar

from escalations.app import create_app
from escalations.people.access import COOKIE
from escalations.people.actions import issue_api_token, start_session
from escalations.people.models import Person
from escalations.platform.db import Scope, Session, transaction
from escalations.platform.jobs import _handlers


@dataclass
class Urls:
    app: str = ""
    owner: str = ""


urls = Urls()


@asynccontextmanager
async def as_person(person: Person) -> AsyncIterator[Session]:
    async with transaction(Scope.person(person.id)) as db:
        yield db


@asynccontextmanager
async def as_system(*boundaries: str) -> AsyncIterator[Session]:
    async with transaction(Scope.system(*(boundaries or ("public",)))) as db:
        yield db


TAKE = """DELETE FROM pgqueuer WHERE id = (SELECT id FROM pgqueuer WHERE status = 'queued' ORDER BY id LIMIT 1)
RETURNING entrypoint, payload"""


async def run_jobs() -> int:
    """Run everything that waits, in order, as the worker would. An exception surfaces in the test."""
    connection = await asyncpg.connect(urls.app)
    try:
        done = 0
        while row := await connection.fetchrow(TAKE):
            await _handlers[row["entrypoint"]](json.loads(row["payload"] or b"{}"))
            done += 1
        return done
    finally:
        await connection.close()


WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


async def somebody_waits() -> None:
    """Returns once a transaction waits for what another one holds. Raises TimeoutError where none ever does."""
    connection = await asyncpg.connect(urls.owner)
    try:
        async with asyncio.timeout(20):
            while True:
                if await connection.fetchval(WAITING):
                    return
                await asyncio.sleep(0.01)
    finally:
        await connection.close()


_app: list[Litestar] = []


def app() -> Litestar:
    if not _app:
        _app.append(create_app())
    return _app[0]


class Browser(httpx.AsyncClient):
    """A person's browser without JavaScript: posts forms with the CSRF token, follows no redirect by itself."""

    async def submit(self, url: str, *, htmx: bool = False, files: object = None, **fields: object) -> httpx.Response:
        await self._ensure_token()
        headers = {"HX-Request": "true"} if htmx else {}
        data = {
            "_csrf_token": self.cookies["csrftoken"],
            **{name: value for name, value in fields.items() if value is not None},
        }
        return await self.post(url, data=data, files=files, headers=headers)  # type: ignore[arg-type]

    async def _ensure_token(self) -> None:
        if "csrftoken" not in self.cookies:
            await self.get("/sign-in")


@asynccontextmanager
async def browser_of(person: Person | None) -> AsyncIterator[Browser]:
    async with Browser(
        transport=httpx.ASGITransport(app(), raise_app_exceptions=False), base_url="http://test"
    ) as browser:
        if person is not None:
            async with transaction(Scope.nobody()) as db:
                browser.cookies.set(COOKIE, await start_session(db, person, address="test", agent="test"))
        yield browser


@asynccontextmanager
async def program_of(person: Person) -> AsyncIterator[httpx.AsyncClient]:
    async with transaction(Scope.nobody()) as db:
        token = await issue_api_token(db, person, "test", by=person)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app(), raise_app_exceptions=False), base_url="http://test", headers=headers
    ) as client:
        yield client
