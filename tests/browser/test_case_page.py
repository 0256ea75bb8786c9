"""Two people at one case: they see each other, and what each of them does."""

import os

from playwright.async_api import Page, expect

from tests.browser.conftest import Window
from tests.builders import a_case
from tests.cast import Cast


async def picture(page: Page, name: str) -> None:
    """In four shapes, where somebody wants to look."""
    if not (folder := os.environ.get("ESCALATIONS_PICTURES")):
        return
    for width, height in ((1440, 900), (390, 844)):
        for scheme in ("light", "dark"):
            await page.set_viewport_size({"width": width, "height": height})
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            await page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png")
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.emulate_media(color_scheme="light")


async def at_case(window: Window, person: object, ref: str) -> Page:
    page = await window(person)  # type: ignore[arg-type]
    await page.goto(f"/cases/{ref}")
    return page


async def test_two_at_a_case_see_each_other_and_are_warned_when_both_reply(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await at_case(window, cast.ada, case.ref)
    ben = await at_case(window, cast.ben, case.ref)
    await expect(ada.locator("#case-visitors")).to_contain_text(f"{cast.ben.name} is looking")
    await ben.locator("#composer-reply-text").press_sequentially("Hello Lena, I look at it.")
    await expect(ada.locator("#case-visitors")).to_contain_text(f"{cast.ben.name} is replying")
    await picture(ada, "visits-replying")
    await ada.locator("#composer-reply-text").press_sequentially("Hello Lena,")
    await expect(ada.locator("#case-visitors")).to_contain_text("Agree who answers")
    await expect(ben.locator("#case-visitors")).to_contain_text(f"{cast.ada.name} is replying")
    await picture(ada, "visits-both")
    await ben.close()
    await expect(ada.locator("#case-visitors")).to_be_empty()
