from playwright.async_api import Page, expect

from escalations.people.models import Person
from escalations.platform.db import Scope, nothing_to_record, transaction
from escalations.platform.security import hash_password
from tests.browser.conftest import Window
from tests.browser.test_opening_a_case import MAIL
from tests.builders import a_case, a_customer
from tests.cast import Cast

PASSWORD = "correct horse battery staple"


async def test_a_whole_case_is_worked_with_plain_forms(cast: Cast, window: Window) -> None:
    await a_customer()
    await give_password(cast.ada)
    ada = await window(None, scripts=False)
    await sign_in(ada, cast.ada, PASSWORD)
    await ada.get_by_role("link", name="New case").click()
    await ada.get_by_label("Customer", exact=True).select_option(label="Harbour Foods")
    await ada.get_by_label("What the customer says").fill(MAIL)
    await ada.get_by_label("Title").fill("Pods cannot mount the share of orders")
    await ada.get_by_role("button", name="Open the case").click()
    await ada.wait_for_url("**/cases/C-1")

    await ada.get_by_label("Reply to Lena Vogt").fill("Thank you, I read the logs now.")
    await ada.get_by_role("button", name="Send to customer").click()
    await expect(ada.locator("#timeline")).to_contain_text("I read the logs now.")
    await ada.get_by_label("Internal note").fill("The key was rotated at 06:00.")
    await ada.get_by_role("button", name="Add internal note").click()
    await expect(ada.locator("#timeline")).to_contain_text("The key was rotated")

    await ada.get_by_role("link", name="All that can be done").click()
    await ada.get_by_label("To whom").select_option(label="Ben · available")
    await ada.get_by_role("button", name="Assign", exact=True).click()
    await expect(ada.locator("#case-head")).to_contain_text("Ben")
    await ada.get_by_role("link", name="All that can be done").click()
    await ada.get_by_label("How it ended").select_option(index=1)
    await ada.get_by_label("What solved it").fill("The new key went into the secret.")
    await ada.get_by_role("button", name="Close the case").click()
    await expect(ada.locator("#case-head")).to_contain_text("closed")
    await ada.get_by_role("link", name="All that can be done").click()
    await ada.get_by_label("Why it is open again").fill("The second cluster still fails.")
    await ada.get_by_role("button", name="Reopen").click()
    await expect(ada.locator("#case-head")).to_contain_text("our turn")


async def give_password(person: Person) -> None:
    async with transaction(Scope.system("public")) as db:
        nothing_to_record(db, "the stage is set before the play")
        (await db.get_one(Person, person.id)).password_hash = await hash_password(PASSWORD)


async def sign_in(page: Page, person: Person, password: str) -> None:
    await page.goto("/")
    await page.get_by_label("E-mail").fill(person.email)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()


async def test_a_form_that_is_refused_gives_the_text_back(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada, scripts=False)
    await ada.goto(f"/cases/{case.ref}")
    await ada.get_by_label("Reply to Lena Vogt").fill("I will call you by 17:30.")
    await ada.get_by_role("button", name="Send to customer").click()
    await expect(ada.locator("#composer-reply")).to_contain_text("no clock keeps it")
    await expect(ada.get_by_label("Reply to Lena Vogt")).to_have_value("I will call you by 17:30.")
    await ada.get_by_label("or send without a clock, because").fill("they asked for a call")
    await ada.get_by_role("button", name="Send to customer").click()
    await expect(ada.locator("#timeline")).to_contain_text("I will call you by 17:30.")
