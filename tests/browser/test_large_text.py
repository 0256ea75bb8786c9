"""Text twice as large as usual, by the browser's setting or by a style of one's own: every page stays within its window, and no button loses a part of its words."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.stage import set_stage, visits
from tests.cast import Cast

TWICE = {"fontSizes": {"standard": 32, "fixed": 26}}
"""What a browser sets for "very large": 16 and 13 are usual."""
WIDE, PHONE = 1440, 390
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """() => {
    const isCut = (button) => button.scrollWidth > button.clientWidth + 1 || button.scrollHeight > button.clientHeight + 4;
    const scrolls = (element) => element && (["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const isBeyond = (button) => button.getBoundingClientRect().right > innerWidth + 1 && !scrolls(button);
    const buttons = [...document.querySelectorAll("#page .button, #page button")].filter((one) => one.checkVisibility() && !one.closest(".unseen"));
    return buttons.filter((one) => isCut(one) || isBeyond(one)).slice(0, 3).map((one) => one.textContent.trim().slice(0, 40));
}"""


RAIL = "document.getElementById('rail')?.getBoundingClientRect().width ?? 0"
OF_ONES_OWN = "addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = '200%'))"
"""As a stylesheet that somebody lays over every page: media queries know nothing of it."""


@pytest.mark.parametrize(("width", "is_own"), [(WIDE, False), (PHONE, False), (WIDE, True)])
async def test_text_twice_as_large_fits(cast: Cast, window: Window, width: int, is_own: bool) -> None:
    await set_stage(cast)
    found, windows = [], dict[str, Page]()
    for visit in visits(cast):
        name = visit.person.name if visit.person else ""
        if name not in windows:
            windows[name] = await window(
                visit.person, viewport={"width": width, "height": 900}, reduced_motion="reduce"
            )
            if is_own:
                await windows[name].add_init_script(OF_ONES_OWN)
            else:
                await (await windows[name].context.new_cdp_session(windows[name])).send("Page.setFontSizes", TWICE)
        page = windows[name]
        await page.goto(visit.path)
        await expect(page.locator(".slot-wait")).to_have_count(0)
        assert await page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        if (wider := await page.evaluate(WIDER)) > 1:
            found.append(f"{visit.path} is wider than its window by {wider} px")
        if is_own and (rail := await page.evaluate(RAIL)) > WIDE / 5:
            found.append(f"{visit.path} gives {rail} px to the rail")
        found += [f"{visit.path} cuts the button {words}" for words in await page.evaluate(CUT)]
    assert not found, "\n".join(found)
