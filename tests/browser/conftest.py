"""A served site over the run's database, and real Chromium windows for the people of the cast."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import Any, Protocol

import httpx
import pytest
from playwright._impl._api_structures import SetCookieParam
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from escalations.people.access import COOKIE
from escalations.people.actions import start_session
from escalations.people.models import Person
from escalations.platform.db import Scope, transaction
from escalations.platform.postgres import EmbeddedPostgres

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 20_000
"""Milliseconds for what takes a tenth of a second on an idle machine."""
expect.set_options(timeout=PATIENCE)


class Window(Protocol):
    async def __call__(self, person: Person | None, *, scripts: bool = True, **shape: Any) -> Page: ...


class Server:
    """Web and worker in one process, as `make run` starts them."""

    def __init__(self, postgres: EmbeddedPostgres) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = {"DATABASE_URL": postgres.app_url, "ESCALATIONS_ENV": "test", "ESCALATIONS_PORT": str(port)}
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen([sys.executable, "-m", "escalations.cli", "run"], env=os.environ | settings)
        _wait_until_ready(self.url, self.process)

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> float:
        """How many seconds it took to end. It ends by itself, also with live pages open."""
        began = time.monotonic()
        self.process.send_signal(sign)
        assert self.process.wait(10) == 0
        return time.monotonic() - began


@pytest.fixture(scope="package")
def site(postgres: EmbeddedPostgres) -> Iterator[str]:
    server = Server(postgres)
    yield server.url
    server.stop()


def _wait_until_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(400):
        assert server.poll() is None, "the server ended before it was ready"
        with suppress(httpx.TransportError):
            if httpx.get(f"{url}/health/ready").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the server was not ready within 40 s")


@pytest.fixture(scope="package")
async def chromium(anyio_backend: str) -> AsyncIterator[Browser]:
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
    contexts: list[BrowserContext] = []

    async def open_for(person: Person | None, *, scripts: bool = True, **shape: Any) -> Page:
        context = await chromium.new_context(
            **{"base_url": site, "viewport": {"width": 1440, "height": 900}, "java_script_enabled": scripts, **shape}
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if person is not None:
            await context.add_cookies([await signed_in(person, site)])
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
        )
        return page

    yield open_for
    for context in contexts:
        await context.close()
    assert complaints == []


async def signed_in(person: Person, url: str) -> SetCookieParam:
    async with transaction(Scope.nobody()) as db:
        token = await start_session(db, person, address="127.0.0.1", agent="chromium")
    return {"name": COOKIE, "value": token, "url": url}
