"""The first case somebody claims on *My work* begins a list: it is shown at once, though pointer or focus stand on the row."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.keyboard import press
from tests.builders import a_case, a_customer
from tests.cases.crew import stands
from tests.cast import Cast

TITLES = ("First share is slow", "Second share is slow", "Third share is slow")


async def unowned(cast: Cast, window: Window) -> Page:
    customer = await a_customer()
    for person in (cast.ada, cast.ben):
        await stands(person, presence="away")
    for title in TITLES:
        await a_case(cast.ada, customer, title=title)
    ada = await window(cast.ada)
    await ada.goto("/")
    await expect(ada.locator("#work-unowned .row")).to_have_count(3)
    return ada


async def _is_ours(ada: Page) -> None:
    await expect(ada.locator("#work-unowned .row")).to_have_count(2)
    await expect(ada.locator("#page")).to_contain_text("Our turn")
    await expect(ada.get_by_text("Show changes")).to_have_count(0)


async def test_by_a_key(cast: Cast, window: Window) -> None:
    ada = await unowned(cast, window)
    await press(ada, "j", "a")
    await _is_ours(ada)


async def test_by_the_pointer(cast: Cast, window: Window) -> None:
    ada = await unowned(cast, window)
    await ada.locator("#work-unowned").get_by_role("button", name="Claim").first.click()
    await _is_ours(ada)
