"""A case under a thumb: nothing is wider than the window, and what lies in the sheet is reached and left."""

from datetime import timedelta

from playwright.async_api import expect

from escalations.cases.sweeps import wake_snoozed
from escalations.platform.time import now, time_at
from tests.browser.conftest import Window
from tests.builders import a_case, a_customer
from tests.cases.crew import owned
from tests.cast import Cast
from tests.support import as_system

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
KEY = "AccountKey=" + "Zm9vYmFyYmF6cXV4" * 12
LONG = "Uploads to the share of the front ends in West Europe end with a time-out since yesterday at noon"


async def test_a_long_word_widens_no_composer(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada, **PHONE)
    await ada.goto(f"/cases/{case.ref}")
    await ada.locator("#composer-reply-text").fill(f"Hello Lena, your key is {KEY} and I look at it.")
    await ada.get_by_role("button", name="Send to customer").tap()
    await expect(ada.locator("#composer")).to_contain_text("Not sent.")
    assert (
        await ada.evaluate(
            "document.querySelector('#composer-reply').scrollWidth - document.querySelector('#composer-reply').clientWidth"
        )
        <= 0
    )
    assert await ada.evaluate("visualViewport.width") == 390


async def test_a_key_reaches_what_lies_in_the_sheet(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada, **PHONE)
    await ada.goto(f"/cases/{case.ref}")
    await expect(ada.locator("#case-escalations [data-key=e]")).to_be_attached()
    await ada.keyboard.press("e")
    await expect(ada.locator("#escalating")).to_be_visible()
    await ada.keyboard.press("Escape")
    await expect(ada.locator("#escalating")).to_be_hidden()
    await ada.get_by_role("button", name="Close the details").tap()
    await expect(ada.locator("#panel")).to_be_hidden()
    await expect(ada.locator(".panel-toggle")).to_have_attribute("aria-expanded", "false")


async def test_a_title_is_read_whole_and_has_the_room(cast: Cast, window: Window) -> None:
    await a_case(cast.ada, await a_customer(), title=LONG)
    small, wide = await window(cast.ada, **PHONE), await window(cast.ada)
    for page, path in ((small, "/queues/storage"), (small, "/cases"), (wide, "/queues/storage")):
        await page.goto(path)
        title = page.get_by_role("link", name=LONG)
        assert await title.evaluate("title => title.scrollHeight <= title.clientHeight + 1"), path
    await wide.goto("/cases")
    assert await wide.get_by_role("link", name=LONG).evaluate("title => title.clientWidth") > 360


async def test_a_case_is_closed_by_touch(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada, **PHONE)
    await ada.goto(f"/cases/{case.ref}")
    await ada.locator("#case-head [data-key=c]").tap()
    closing = ada.locator("#closing")
    await closing.get_by_label("How it ended").select_option(index=1)
    await closing.get_by_label("What solved it").fill("The share answers again since its quota was raised.")
    await closing.get_by_role("button", name="Close the case").tap()
    await expect(ada.locator("#case-head")).to_contain_text("closed")
    await expect(closing).to_be_hidden()


async def test_a_snoozed_case_comes_back_on_the_open_page(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada, **PHONE)
    await ada.goto(f"/cases/{case.ref}")
    await ada.locator("#case-head [popovertarget=case-more]").tap()
    await ada.locator("#case-head [data-key=z]").tap()
    await ada.locator("#snooze-later").get_by_role("radio", name="In 2 hours").tap()
    await ada.get_by_label("Why it can sleep").fill("They test in the afternoon.")
    await ada.locator("#snooze-form").get_by_role("button", name="Snooze").tap()
    await expect(ada.locator("#case-head")).to_contain_text("snoozed")
    with time_at(now() + timedelta(hours=2, minutes=1)):
        async with as_system() as db:
            await wake_snoozed(db, now())
    await expect(ada.locator("#case-head")).not_to_contain_text("snoozed")
