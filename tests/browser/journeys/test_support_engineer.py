from datetime import timedelta

from playwright.async_api import Page, expect

from escalations.platform.time import now
from tests.browser.conftest import Window
from tests.browser.journeys import arrives, go
from tests.browser.test_opening_a_case import MAIL
from tests.builders import a_customer, an_article
from tests.cases.crew import stands
from tests.cast import Cast

TITLE = "Pods cannot mount the share of orders"


async def test_a_mail_becomes_a_case_that_is_answered_from_what_is_known(cast: Cast, window: Window) -> None:
    await a_customer(plan="unified", covered=True)
    await an_article(cast.ada, family="kubernetes", products=["aks"])
    await stands(cast.ben, presence="away")
    ada, ben = await window(cast.ada), await window(cast.ben)
    await go(ben, "/cases")
    await go(ada, "/")
    await _opens_it(ada)
    await expect(ben.locator("#main")).to_contain_text(TITLE)

    await _sees_why(ada)
    known = ada.locator("#case-known-issues")
    await expect(known.locator(".suggestion .evidence")).to_contain_text("mount")
    await ada.keyboard.press("1")
    await expect(known).to_contain_text("linked just now")
    await ben.get_by_role("link", name=TITLE).click()
    await arrives(ben, "**/cases/C-1")
    await expect(ben.locator("#timeline")).to_contain_text("KI-1")

    await _answers(ada)
    await expect(ben.locator("#timeline")).to_contain_text("Give the new key to the secret")
    await _waits(ada)
    await expect(ben.locator("#case-head")).to_contain_text("customer's turn")
    await go(ada, "/")
    await expect(ada.locator("#main")).to_contain_text(TITLE)


async def _opens_it(ada: Page) -> None:
    """What was read in the mail is shown with the words it was read from."""
    await ada.keyboard.press("c")
    await arrives(ada, "**/cases/new**")
    await ada.get_by_label("Customer", exact=True).select_option(label="Harbour Foods")
    await expect(ada.get_by_label("Contact")).to_contain_text("Lena Vogt")
    await expect(ada.locator("#open-form")).to_contain_text("Unified plan")
    await ada.get_by_label("What the customer says").fill(MAIL)
    reading = ada.locator("#reading")
    await expect(reading).to_contain_text("Azure Files")
    await expect(reading.locator(".evidence > span").first).to_be_visible()
    await ada.get_by_label("Title").fill(TITLE)
    await ada.get_by_role("button", name="Open the case").click()
    await arrives(ada, "**/cases/C-1")
    await expect(ada.locator("#timeline")).to_contain_text("Permission denied")


async def _sees_why(ada: Page) -> None:
    """From the case to the rule, its conditions and the people who were weighed, and back."""
    await expect(ada.locator("#case-why li").first).to_contain_text("decided")
    await ada.locator("#case-why").get_by_role("link").click()
    await expect(ada.locator("h1")).to_have_text("Why here?")
    await ada.get_by_text("rules, condition by condition").click()
    await expect(ada.locator('[aria-label="Every rule with every condition"]')).to_contain_text("severity")
    await ada.get_by_text("people, hurdle by hurdle").click()
    await expect(ada.locator('[aria-label="Everybody who was weighed, with every hurdle"]')).to_contain_text("Ada")
    await go(ada, "/cases/C-1")


async def _answers(ada: Page) -> None:
    await ada.keyboard.press("r")
    await ada.locator("#composer-reply-text").fill("Hello Lena,\n\nGive the new key to the secret, please.")
    await ada.keyboard.press("Control+Enter")
    await expect(ada.locator("#timeline")).to_contain_text("Give the new key to the secret")
    await expect(ada.locator("#composer-reply-text")).to_have_value("")


async def _waits(ada: Page) -> None:
    """Esc leads out of the composer, so that the next key is a verb again."""
    await ada.keyboard.press("Escape")
    await ada.keyboard.press("w")
    form = ada.locator("#waiting")
    await form.get_by_label("What do we need from them?").fill("Whether the pods mount again with the new key.")
    await form.get_by_role("radio", name="Another time").check()
    await form.get_by_label("When").fill(f"{now() + timedelta(days=1):%Y-%m-%dT%H:%M}")
    await form.get_by_role("button", name="Wait").click()
    await expect(form).to_be_hidden()
