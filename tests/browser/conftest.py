"""A served site over the run's database, and real Chromium windows for the people of the cast."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright

from escalations.people.access import COOKIE
from escalations.people.actions import start_session
from escalations.people.models import Person
from escalations.platform.db import Scope, transaction
from escalations.platform.postgres import EmbeddedPostgres

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
Window = Callable[[Person], Awaitable[Page]]


@pytest.fixture(scope="package")
def site(postgres: EmbeddedPostgres) -> Iterator[str]:
    """Web and worker in one process, as `make run` starts them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"DATABASE_URL": postgres.app_url, "ESCALATIONS_ENV": "test", "ESCALATIONS_PORT": str(port)}
    server = subprocess.Popen([sys.executable, "-m", "escalations.cli", "run"], env=os.environ | settings)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url, server)
        yield url
    finally:
        server.terminate()
        assert server.wait(10) == 0, "the server stops by itself, also with live pages open"


def _wait_until_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert server.poll() is None, "the server ended before it was ready"
        try:
            if httpx.get(f"{url}/health/ready").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server was not ready within 20 s")


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert binary, "These tests need Chromium: install the package `chromium`."
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=binary, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def window(site: str, chromium: Browser) -> AsyncIterator[Window]:
    """`await window(cast.ada)` is a window in which Ada is signed in. A script error or CSP refusal in any of them fails the test."""
    complaints: list[str] = []

    async def open_for(person: Person, width: int = 1440) -> Page:
        async with transaction(Scope.nobody()) as db:
            token = await start_session(db, person, address="127.0.0.1", agent="chromium")
        context = await chromium.new_context(base_url=site, viewport={"width": width, "height": 900})
        await context.add_cookies([{"name": COOKIE, "value": token, "url": site}])
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None)
        return page

    yield open_for
    await asyncio.sleep(0)
    assert complaints == []
