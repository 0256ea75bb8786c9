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


NAMED = """name => {
  const at = document.activeElement;
  return [...(at.labels ?? [])].map(label => label.textContent).concat(at.getAttribute("aria-label") ?? "", at.matches("button, a") ? at.textContent : "")
    .some(text => text.trim().startsWith(name));
}"""


async def tab_to(page: Page, name: str) -> None:
    """By the tab key alone, as long as it takes somebody with patience."""
    for _ in range(40):
        if await page.evaluate(NAMED, name):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"The tab key does not lead to “{name}”.")
