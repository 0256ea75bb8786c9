"""A text of the corpus in every column, and a real browser on the pages that show them."""

import asyncpg
import pytest
from playwright.async_api import Error

from tests.browser.conftest import Window
from tests.browser.stage import set_stage
from tests.cast import Cast
from tests.faults.test_stored_scripts import PAGES, PROBE, poison


async def test_nothing_runs_in_a_browser(cast: Cast, admin: asyncpg.Connection, window: Window) -> None:
    """Not even an attempt: the window complains of everything that the policy stops."""
    await set_stage(cast)
    await poison(admin)
    page = await window(cast.dora)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    for path in PAGES:
        try:
            await page.goto(path, wait_until="load")
        except Error as problem:
            pytest.fail(f"{path}: {problem}")
        assert await page.locator(f"{PROBE}, html[data-ran]").count() == 0, path
    assert dialogs == []
