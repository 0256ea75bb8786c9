"""For whoever needs it larger, wider spaced, without motion, on paper or without a mouse."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.stage import set_stage
from tests.browser.test_accessibility import BEYOND
from tests.builders import a_case
from tests.cases.crew import owned
from tests.cast import Cast

PAGES = [
    "/", "/queues/storage", "/cases", "/cases/C-1", "/cases/C-1/why/1", "/cases/new", "/incidents/I-1", "/known-issues/KI-1/edit", "/escalations",
    "/rapid-response", "/rapid-response/engagements/RR-1", "/on-call/OC-1", "/on-call/coverage", "/reports/time", "/people/P-1",
]  # fmt: skip
SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
CUT = """() => [...document.querySelectorAll("#page :is(.button, .state, label, th, h1, h2)")].filter((element) => element.checkVisibility() &&
    (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === "hidden" && getComputedStyle(element).textOverflow !== "ellipsis")
).slice(0, 3).map((element) => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 40)}`)"""
MOVES = """() => [...document.querySelectorAll("*")].filter((element) => ["", "::before", "::after"].some((part) => {
    const style = getComputedStyle(element, part || null);
    const seconds = [...style.transitionDuration.split(","), ...style.animationDuration.split(",")].map(parseFloat);
    return seconds.some((one) => one > 0);
})).map((element) => `${element.tagName} ${element.className}`).slice(0, 3)"""
FOCUS = """() => { const style = getComputedStyle(document.activeElement);
    return document.activeElement !== document.body && (style.outlineStyle !== "none" || style.boxShadow !== "none" || style.borderColor !== ""); }"""


async def test_at_200_percent_and_with_wide_spaces_nothing_is_cut(cast: Cast, window: Window) -> None:
    """1440 px at 200 % are 720; the spacing is that of WCAG 1.4.12."""
    await set_stage(cast)
    shape = {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2}
    dora = await window(cast.dora, bypass_csp=True, **shape)
    found = []
    for path in PAGES:
        await dora.goto(path)
        await expect(dora.locator(".slot-wait")).to_have_count(0)
        found += await _cut(dora, path)
        await dora.add_style_tag(content=SPACED)
        found += await _cut(dora, f"{path} with wide spaces")
    assert not found, "\n".join(found)


async def _cut(page: Page, name: str) -> list[str]:
    culprits = [*await page.evaluate(BEYOND), *await page.evaluate(CUT)]
    return [f"{name}: {culprit}" for culprit in culprits]


async def test_who_wants_no_motion_gets_none(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada, reduced_motion="reduce")
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("c")
    await expect(ada.locator("#closing")).to_be_visible()
    assert await ada.evaluate(MOVES) == []


async def test_a_case_on_paper_is_its_timeline(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.emulate_media(media="print")
    for part in ("#rail", "#panel", "#composer", ".head-verbs"):
        await expect(ada.locator(part).first).to_be_hidden()
    await expect(ada.locator("h1")).to_be_visible()
    await expect(ada.locator("#timeline")).to_contain_text("mount error(13)")
    assert await ada.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_case_is_worked_without_a_mouse(cast: Cast, window: Window) -> None:
    """From my work to the end of the case: keys, Tab and Enter alone, and the focus is always to be seen."""
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    press = ada.keyboard.press
    await ada.goto("/")
    await press("j")
    assert await ada.evaluate(FOCUS)
    await press("Enter")
    await ada.wait_for_url(f"**/cases/{case.ref}")
    await ada.wait_for_load_state("load")
    await press("n")
    await ada.keyboard.type("Port 445 is open, the key is old.")
    await press("Control+Enter")
    await expect(ada.locator("#timeline")).to_contain_text("Port 445 is open, the key is old.")
    await press("Escape")

    await press("z")
    await expect(ada.locator("#snoozing")).to_be_visible()
    assert await ada.evaluate(FOCUS)
    await press("Escape")
    await expect(ada.locator("#snoozing")).to_be_hidden()

    await press("c")
    await expect(ada.get_by_label("How it ended")).to_be_focused()
    await press("ArrowDown")
    await press("Tab")
    await expect(ada.get_by_label("What solved it")).to_be_focused()
    await ada.keyboard.type("The new key went into the secret.")
    await press("Tab")
    await expect(ada.get_by_role("button", name="Close the case")).to_be_focused()
    assert await ada.evaluate(FOCUS)
    await press("Enter")
    await expect(ada.locator("#case-head")).to_contain_text("closed")
    await expect(ada.locator("#toasts")).to_contain_text(f"{case.ref} is closed")
