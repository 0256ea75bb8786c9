"""Every page, in both colour schemes, wide and small, as axe sees it; and none of them wider than a phone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.conftest import Window
from tests.browser.stage import Visit, set_stage, visits
from tests.cast import Cast

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async (rules) => (await axe.run(document, rules ? {runOnly: rules} : {})).violations.map((found) =>
    `${found.impact} ${found.id}: ${found.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(", ")}`)"""
BEYOND = """() => {
    const scrolls = (element) => element.id !== "page" && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    const isBeyond = (element) => element.getBoundingClientRect().right > innerWidth + 1 && element.checkVisibility();
    const culprits = [...document.querySelectorAll("#page *")].filter((element) => isBeyond(element) && !scrolls(element));
    return culprits.slice(0, 3).map((element) => `${element.tagName} ${element.id} ${element.className}`);
}"""
TWINS = """() => {
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
}"""
WINDOW: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PARTS = 6
DIALOGS = [
    "assigning", "unassigning", "transferring", "assessing", "waiting", "snoozing", "closing", "linking", "correcting", "customer-wrote", "macros-dialog", "escalating", "keys-dialog",
]  # fmt: skip


@pytest.mark.parametrize("part", range(PARTS))
async def test_no_page_has_a_barrier(cast: Cast, window: Window, part: int) -> None:
    await set_stage(cast)
    found = []
    async for visit, page in _seen(window, visits(cast)[part::PARTS]):
        found += [f"{visit.path} {barrier}" for barrier in await _barriers(page)]
        found += [f"{visit.path} has two of the id {name}" for name in await page.evaluate(TWINS)]
        await page.emulate_media(color_scheme="dark")
        found += [f"{visit.path} in the dark {barrier}" for barrier in await _barriers(page, "color-contrast")]
        await page.set_viewport_size(PHONE)
        found += [
            f"{visit.path} on a phone in the dark {barrier}" for barrier in await _barriers(page, "color-contrast")
        ]
        await page.emulate_media(color_scheme="light")
        found += [f"{visit.path} on a phone {barrier}" for barrier in await _barriers(page)]
        found += [f"{visit.path} is wider than a phone: {culprit}" for culprit in await page.evaluate(BEYOND)]
    assert not found, "\n".join(found)


async def test_no_dialog_has_a_barrier(cast: Cast, window: Window) -> None:
    await set_stage(cast)
    _, page = await anext(_seen(window, [Visit(cast.ada, "/cases/C-4")]))
    found = []
    for name in DIALOGS:
        await expect(page.locator(f"#{name}")).to_be_attached()
        await page.evaluate(f"document.getElementById('{name}').showModal()")
        found += [f"{name} {barrier}" for barrier in await _barriers(page)]
        await page.evaluate(f"document.getElementById('{name}').close()")
    assert not found, "\n".join(found)


async def _seen(window: Window, visits: list[Visit]) -> AsyncIterator[tuple[Visit, Page]]:
    """One window for each person, which goes from page to page."""
    windows: dict[str, Page] = {}
    for visit in visits:
        name = visit.person.name if visit.person else ""
        page = windows[name] = windows.get(name) or await window(visit.person, reduced_motion="reduce", bypass_csp=True)
        await page.set_viewport_size(WINDOW)
        await page.goto(visit.path)
        await expect(page.locator(".slot-wait")).to_have_count(0)
        yield visit, page


async def _barriers(page: Page, *rules: str) -> list[str]:
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    return list(await page.evaluate(RUN, list(rules) or None))
