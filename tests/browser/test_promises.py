"""A promise in a reply: seen while it is typed, proposed when it is sent, kept by one confirmation."""

from playwright.async_api import Page, expect

from escalations.cases.queries import case_for
from escalations.cases.queries.time import promises_of
from tests.browser.conftest import Window
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person

TEXT = "Hello Lena, I have the trace. I will update you within 2 hours."


async def opened(window: Window, cast: Cast, **shape: object) -> Page:
    case = await a_case(cast.ada)
    page = await window(cast.ada, **shape)
    await page.goto(f"/cases/{case.ref}")
    return page


async def promises(cast: Cast) -> list[str]:
    async with as_person(cast.ada) as db:
        return [clock.why for clock in await promises_of(db, await case_for(db, cast.ada, "C-1"))]


async def test_a_held_promise_is_confirmed_by_sending_again(cast: Cast, window: Window) -> None:
    page = await opened(window, cast)
    text = page.locator("#composer-reply-text")
    await text.fill(TEXT)
    await page.get_by_role("button", name="Send to customer").click()
    await expect(page.locator("#composer")).to_contain_text("no clock keeps it")
    await expect(text).to_have_value(TEXT)
    await expect(page.locator("#reply-next-update")).not_to_have_value("")
    assert await promises(cast) == []
    await page.get_by_role("button", name="Send to customer").click()
    await expect(page.locator("#timeline")).to_contain_text("promised the next update by")
    await expect(page.locator("#case-clocks")).to_contain_text("“within 2 hours”: update by")
    assert await promises(cast) == ["within 2 hours"]
    await expect(text).to_have_value("")
    await expect(page.locator("#composer")).not_to_contain_text("no clock keeps it")
    await expect(page.locator("#reply-next-update")).to_have_value("")


async def test_a_promise_is_offered_while_it_is_typed(cast: Cast, window: Window) -> None:
    page = await opened(window, cast)
    text = page.locator("#composer-reply-text")
    await text.press_sequentially("I will update you within 2 hours")
    keep = page.get_by_role("checkbox", name="within 2 hours")
    await expect(keep).to_be_visible()
    await expect(keep).not_to_be_checked()
    await keep.check()
    await text.press_sequentially(" and a bit.")
    await page.wait_for_timeout(900)
    await expect(keep).to_be_checked()
    await expect(text).to_be_focused()
    await page.get_by_role("button", name="Send to customer").click()
    await expect(page.locator("#case-clocks")).to_contain_text("“within 2 hours”")
    await expect(page.get_by_role("checkbox", name="within 2 hours")).to_have_count(0)


async def test_on_a_phone_and_without_scripts(cast: Cast, window: Window) -> None:
    page = await opened(window, cast, scripts=False, viewport={"width": 390, "height": 844})
    await page.locator("#composer-reply-text").fill(TEXT)
    await page.get_by_role("button", name="Send to customer").click()
    await expect(page.locator("#reply-next-update")).not_to_have_value("")
    await page.get_by_role("button", name="Send to customer").click()
    await expect(page.locator("#timeline")).to_contain_text("promised the next update by")
    assert await promises(cast) == ["within 2 hours"]


async def test_a_promise_is_withdrawn_in_its_place(cast: Cast, window: Window) -> None:
    page = await opened(window, cast)
    await page.locator("#composer-reply-text").fill(TEXT)
    await page.get_by_role("button", name="Send to customer").click()
    await expect(page.locator("#composer")).to_contain_text("no clock keeps it")
    await page.get_by_role("button", name="Send to customer").click()
    await expect(page.locator("#timeline")).to_contain_text("promised the next update by")
    clocks = page.locator("#case-clocks")
    await clocks.locator("summary", has_text="Withdraw").click()
    await clocks.get_by_label("Why it is withdrawn").fill("they asked us to wait")
    await clocks.get_by_role("button", name="Withdraw the promise").click()
    await expect(page.locator("#timeline")).to_contain_text("withdrew the promise “within 2 hours”")
    await expect(clocks).not_to_contain_text("within 2 hours")


async def test_a_bar_tells_its_parts_to_pointer_and_keyboard(cast: Cast, window: Window) -> None:
    page = await opened(window, cast)
    await expect(page.locator("#case-time")).to_contain_text("All of it")
    await page.goto("/cases/C-1/time")
    part = page.locator(".time-part").first
    words = part.locator("foreignObject p")
    await expect(words).to_be_hidden()
    await part.focus()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Tab")
    await expect(words).to_be_visible()
    await expect(words).to_contain_text("Our turn")
