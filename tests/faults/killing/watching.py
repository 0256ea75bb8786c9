"""A page that somebody leaves open through all of it. It is never loaded again by hand."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from playwright.async_api import Page, async_playwright, expect

from escalations.people.access import COOKIE
from tests.browser.conftest import FLAGS
from tests.faults.killing.stage import Stage

PATIENCE = 60_000
"""Milliseconds; the page waits up to 30 s between two attempts to hear from the server again."""


@asynccontextmanager
async def left_open(there: Stage, ref: str) -> AsyncIterator[Page]:
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert binary, "The page that stays open needs Chromium: install the package `chromium`."
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=binary, args=FLAGS)
        context = await browser.new_context(base_url=there.url)
        await context.add_cookies([{"name": COOKIE, "value": there.told["cookie"], "url": there.url}])
        page = await context.new_page()
        await page.goto(f"/cases/{ref}", timeout=PATIENCE)
        yield page
        await browser.close()


async def hears_again(there: Stage, page: Page, ref: str) -> None:
    """What is written now appears on the page by itself, and the bar about the lost connection is gone."""
    headers = {"Authorization": f"Bearer {there.told['tokens']['Ben']}"}
    async with httpx.AsyncClient(base_url=there.url, headers=headers, timeout=20) as http:
        answer = await http.post(f"/api/cases/{ref}/notes", json={"text": "Written after everything came back."})
        assert answer.status_code == 201, answer.text
    await expect(page.locator("#timeline")).to_contain_text("Written after everything came back.", timeout=PATIENCE)
    await expect(page.locator("#connection")).to_be_hidden(timeout=PATIENCE)
