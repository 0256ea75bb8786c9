from urllib.parse import urlsplit

from playwright.async_api import expect

from escalations.people.actions import revoke_sign_ins
from tests.browser.conftest import Window, signed_in
from tests.browser.test_without_scripts import PASSWORD, give_password, sign_in
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person


async def test_a_wrong_password_is_told_and_the_right_one_goes_where_one_wanted(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    await give_password(cast.ada)
    ada = await window(None)
    await ada.goto(f"/cases/{case.ref}")
    await expect(ada.locator("h1")).to_contain_text("Every customer's problem")
    await ada.get_by_label("E-mail").fill(cast.ada.email)
    await ada.get_by_label("Password").fill("wrong")
    await ada.get_by_role("button", name="Sign in").click()
    await expect(ada.get_by_role("alert")).to_contain_text("do not belong together")
    await expect(ada.get_by_label("E-mail")).to_have_value(cast.ada.email)
    await ada.get_by_label("Password").fill(PASSWORD)
    await ada.get_by_role("button", name="Sign in").click()
    await expect(ada.locator("h1")).to_have_text(case.title)


async def test_who_signed_out_is_out(cast: Cast, window: Window) -> None:
    await give_password(cast.ada)
    ada = await window(None)
    await sign_in(ada, cast.ada, PASSWORD)
    await ada.get_by_role("button", name="Ada").click()
    await ada.get_by_role("button", name="Sign out").click()
    await ada.wait_for_url("**/sign-in")
    await ada.goto("/queues")
    await expect(ada.get_by_label("Password")).to_be_visible()


async def test_an_open_page_says_that_its_session_ended_and_keeps_what_was_typed(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.locator("#composer-reply-text").fill("Half a sentence of")
    async with as_person(cast.ada) as db:
        await revoke_sign_ins(db, cast.ada, by=cast.ada)
    await expect(ada.locator("#connection")).to_contain_text("You were signed out")
    await expect(ada.locator("#composer-reply-text")).to_have_value("Half a sentence of")

    await ada.context.add_cookies(
        [await signed_in(cast.ada, f"{urlsplit(ada.url).scheme}://{urlsplit(ada.url).netloc}")]
    )
    await ada.get_by_role("button", name="Send to customer").click()
    await expect(ada.locator("#timeline")).to_contain_text("Half a sentence of")
    await expect(ada.locator("#connection")).to_be_hidden()
