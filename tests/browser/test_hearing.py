"""What is told to those who hear the page, in their language."""

from playwright.async_api import expect

from escalations.cases.actions import add_customer_message
from escalations.cases.queries import case_for
from tests.browser.conftest import Window
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person


async def wrote(cast: Cast, ref: str, text: str) -> None:
    async with as_person(cast.ben) as db:
        await add_customer_message(db, await case_for(db, cast.ben, ref, lock=True), text, by=cast.ben)


async def test_who_hears_a_case_is_told_that_somebody_wrote(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    told = ada.locator("[role=status]", has_text="New: Lena Vogt wrote")
    await expect(told).to_have_count(0)
    await wrote(cast, case.ref, "It is worse now.")
    await expect(told).to_have_count(1)
    await ada.keyboard.press("n")
    await ada.keyboard.type("Asked them for a trace.")
    await ada.keyboard.press("Control+Enter")
    await expect(ada.locator("#timeline")).to_contain_text("Asked them for a trace.")
    await expect(ada.locator("[role=status]", has_text="Ada wrote")).to_have_count(0)


async def test_a_list_tells_of_changes_in_the_language_of_its_reader(cast: Cast, window: Window) -> None:
    customer = await a_customer()
    first = await a_case(cast.ada, customer, title="First share is slow")
    ada = await window(cast.ada, locale="de-DE")
    await ada.goto("/queues/storage")
    await ada.locator(f"#row-{first.ref}").hover()
    await a_case(cast.ada, customer, title="Second share is down", claimed="A")
    await expect(ada.get_by_role("button", name="1 neu")).to_be_visible()
    await expect(ada.locator("[role=status]", has_text="1 neu")).to_have_count(1)
