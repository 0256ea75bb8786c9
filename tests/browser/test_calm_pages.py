"""What must not be taken from somebody who reads or writes: the text, the place on the page, the connection's truth."""

from playwright.async_api import expect

from tests.browser.conftest import Window, signed_in
from tests.builders import a_case, a_customer
from tests.cast import Cast

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def test_a_half_written_reply_survives_a_reload(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.route("**/drafts/reply", lambda route: route.abort())  # the server has not heard of it yet
    await ada.goto(f"/cases/{case.ref}")
    await ada.locator("#composer-reply-text").fill("Hello Lena, the logs say")
    await ada.reload()
    await expect(ada.locator("#composer-reply-text")).to_have_value("Hello Lena, the logs say")
    await expect(ada.locator("#composer-reply [data-draft-line]")).to_contain_text("draft restored")
    await ada.get_by_role("button", name="discard").click()
    await ada.reload()
    await expect(ada.locator("#composer-reply-text")).to_have_value("")


async def test_what_one_began_is_not_offered_to_who_signs_in_next(cast: Cast, window: Window, site: str) -> None:
    case = await a_case(cast.ada)
    page = await window(cast.ada)
    await page.route("**/drafts/note", lambda route: route.abort())
    await page.goto(f"/cases/{case.ref}")
    await page.locator("[data-mode=note]").click()
    await page.locator("#composer-note-text").fill("They have not paid since May.")
    await page.goto("/cases/new")
    await page.locator("#open-description").fill("Seen in a cloud that Ben may not see.")
    await page.context.add_cookies([await signed_in(cast.ben, site)])
    await page.goto("/cases/new")
    await expect(page.locator("#open-description")).to_have_value("")
    await page.goto(f"/cases/{case.ref}")
    await expect(page.locator("#composer-note-text")).to_have_value("")
    await page.context.add_cookies([await signed_in(cast.ada, site)])
    await page.goto(f"/cases/{case.ref}")
    await expect(page.locator("#composer-note-text")).to_have_value("They have not paid since May.")


async def test_rows_stay_under_the_pointer_and_new_ones_wait(cast: Cast, window: Window) -> None:
    customer = await a_customer()
    first = await a_case(cast.ada, customer, title="First share is slow")
    ada = await window(cast.ada)
    await ada.goto("/queues/storage")
    await ada.locator(f"#row-{first.ref}").hover()
    second = await a_case(cast.ada, customer, title="Second share is down", claimed="A")
    await expect(ada.get_by_role("button", name="1 new")).to_be_visible()
    await expect(ada.locator(f"#row-{second.ref}")).to_have_count(0)
    await ada.mouse.move(5, 5)
    await expect(ada.locator(".row").first).to_contain_text("Second share is down")
    await expect(ada.locator(".row")).to_have_count(2)


async def test_a_lost_connection_is_told_and_nothing_typed_is_lost(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.locator("#composer-reply-text").fill("Written on a train.")
    await ada.context.set_offline(True)
    await expect(ada.locator("#connection")).to_contain_text("Offline, last update")
    covered = "(document.querySelector('h1').getBoundingClientRect().top < document.querySelector('#connection').getBoundingClientRect().bottom)"
    await ada.wait_for_function(f"!{covered}")  # the page moves below the bar in the frame after it came
    await ada.get_by_role("button", name="Send to customer").click()
    await expect(ada.locator("#toasts")).to_contain_text("what you typed is safe")
    await ada.context.set_offline(False)
    await expect(ada.locator("#connection")).to_be_hidden()
    await ada.get_by_role("button", name="Send to customer").click()
    await expect(ada.locator("#timeline")).to_contain_text("Written on a train.")


async def test_impatience_sends_nothing_twice(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("n")
    await ada.locator("#composer-note-text").fill("Only once, please.")
    await ada.get_by_role("button", name="Add internal note").dblclick()
    await expect(ada.locator("#composer-note-text")).to_have_value("")
    await ada.wait_for_timeout(500)
    await ada.reload()
    await expect(ada.locator(".entry-note")).to_have_count(1)


async def test_a_case_is_worked_on_a_phone(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada, **PHONE)
    await ada.goto(f"/cases/{case.ref}")
    await expect(ada.locator("#panel")).to_be_hidden()
    cut = "[...document.querySelectorAll('#rail .rail-item > span')].filter((one) => one.checkVisibility() && (one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight))"
    assert await ada.evaluate(f"{cut}.map((one) => one.textContent)") == []
    await ada.get_by_role("button", name="Details").tap()
    await ada.locator("#panel").get_by_role("button", name="Escalate to").tap()
    await expect(ada.locator("#escalating")).to_be_visible()
    await ada.locator("#escalating").get_by_role("button", name="Cancel").tap()
    await expect(ada.locator("#panel")).to_be_visible()
    await ada.keyboard.press("Escape")
    await expect(ada.locator("#panel")).to_be_hidden()
    await ada.get_by_role("button", name="More", exact=True).tap()
    await ada.locator("#rail [data-search]").fill("share")
    await ada.keyboard.press("Enter")
    await expect(ada.locator("h1")).to_have_text("Search")
