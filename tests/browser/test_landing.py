"""Whoever works by keys alone keeps their place when a verb takes away what they pressed."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.keyboard import press
from tests.browser.test_claiming_here import TITLES, unowned
from tests.builders import a_case
from tests.cases.crew import owned, stands
from tests.cast import Cast

LOST = "() => document.activeElement === document.body"


async def has_focus_within(page: Page, part: str) -> None:
    await expect(page.locator(f"{part}:focus-within")).to_have_count(1)


async def test_the_next_row_takes_the_place_of_the_one_that_left(cast: Cast, window: Window) -> None:
    ada = await unowned(cast, window)
    rows = ada.locator("#work-unowned .row")
    await press(ada, "j", "j")
    left = await rows.nth(2).get_attribute("id")
    await press(ada, "a")
    await expect(rows).to_have_count(len(TITLES) - 1)
    await expect(ada.locator(f"#{left} .row-link")).to_be_focused()
    await press(ada, "a")
    await expect(ada.locator(f"#{left}.row-gone")).to_have_count(1)
    await has_focus_within(ada, f"#{left}")
    await press(ada, "k")
    await has_focus_within(ada, "#page .row:not(.row-gone)")


async def test_a_button_that_is_gone_leaves_one_at_the_heading(cast: Cast, window: Window) -> None:
    for person in (cast.ada, cast.ben):
        await stands(person, presence="away")
    case = await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.get_by_role("button", name="Claim").focus()
    await press(ada, "Enter")
    await expect(ada.get_by_role("button", name="Claim")).to_have_count(0)
    await expect(ada.locator("h1")).to_be_focused()
    await press(ada, "n")
    await expect(ada.locator("#composer-note-text")).to_be_focused()


async def test_a_dialog_whose_opener_is_gone_leaves_one_at_the_heading(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await press(ada, "z")
    await expect(ada.locator("#snoozing")).to_be_visible()
    await ada.get_by_label("Why it can sleep").fill("They test tonight.")
    await press(ada, "Control+Enter")
    await expect(ada.locator("#snoozing")).to_be_hidden()
    await has_focus_within(ada, "#page")


async def test_whoever_uses_the_pointer_is_left_alone(cast: Cast, window: Window) -> None:
    """The space bar scrolls their page, and presses nothing."""
    ada = await unowned(cast, window)
    rows = ada.locator("#work-unowned .row")
    await rows.nth(1).get_by_role("button", name="Claim").click()
    await expect(rows).to_have_count(len(TITLES) - 1)
    assert await ada.evaluate(LOST)
