"""Going by keys alone: what is pressed, and what the list of commands is asked for."""

from playwright.async_api import Page, expect


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def command(page: Page, words: str, name: str) -> None:
    """The list of commands, asked in these words, offers this first, and does it."""
    await page.keyboard.press("Control+k")
    await page.keyboard.type(words)
    await expect(page.locator("#commands-list [aria-selected=true]")).to_contain_text(name)
    await page.keyboard.press("Enter")
