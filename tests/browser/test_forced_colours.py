"""Windows in which the system gives the colours, and such as are no phone and no desk."""

from datetime import timedelta

from playwright.async_api import expect

from escalations.platform.time import now, time_at
from tests.browser.conftest import Window
from tests.builders import a_case, a_customer
from tests.cast import Cast

LONG = "Uploads of the nightly export to the archive in the second region end with an error that names no cause at all"


async def test_the_row_in_focus_and_the_marked_command_are_seen(cast: Cast, window: Window) -> None:
    customer = await a_customer()
    for title in ("The share is slow", "The share is gone"):
        await a_case(cast.ada, customer, title=title)
    page = await window(cast.ada, forced_colors="active")
    await page.goto("/cases")
    await page.keyboard.press("j")
    focus = page.locator(".row:focus-within")
    await expect(focus).to_have_css("outline-style", "solid")
    await expect(page.locator(".row:not(:focus-within)").first).to_have_css("outline-style", "none")
    await page.keyboard.press("?")
    await page.keyboard.type("cases")
    marked = page.locator('.command[aria-selected="true"]')
    await expect(marked).to_have_count(1)
    others = page.locator('.command[aria-selected="false"]').first
    background = "(one) => getComputedStyle(one).backgroundColor"
    assert await marked.evaluate(background) != await others.evaluate(background)


async def test_a_title_of_two_lines_is_not_cut_after_the_first(cast: Cast, window: Window) -> None:
    with time_at(now() - timedelta(days=2)):
        await a_case(cast.ada, title=LONG)
    page = await window(cast.ada, viewport={"width": 700, "height": 900})
    for path in ("/cases", "/"):
        await page.goto(path)
        title = page.locator(".c-title:has(> .c-hint)", has_text="Uploads of the nightly").first
        await expect(title).to_be_visible()
        below = "(title) => title.querySelector('.row-link').getBoundingClientRect().bottom <= title.getBoundingClientRect().bottom + 1"
        assert await title.evaluate(below), path
