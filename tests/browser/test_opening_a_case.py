from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.builders import a_customer
from tests.cast import Cast

MAIL = """Hello,

since 06:10 UTC the pods of aks-shop-prod cannot mount their Azure Files share any more. kubectl says:
MountVolume.SetUp failed for volume "orders": mount error(13): Permission denied. Port 445 is open.

Kind regards, Lena Vogt"""


async def test_a_pasted_mail_becomes_a_case_that_says_why_it_is_where_it_is(cast: Cast, window: Window) -> None:
    customer = await a_customer(plan="unified", covered=True)
    ada = await window(cast.ada)
    await ada.goto("/")
    await ada.keyboard.press("c")
    await ada.get_by_label("Customer", exact=True).select_option(label=customer.name)
    await expect(ada.get_by_label("Contact")).to_contain_text("Lena Vogt")
    await expect(ada.locator("#open-form")).to_contain_text("Unified plan")

    await ada.get_by_label("What the customer says").fill(MAIL)
    reading = ada.locator("#reading")
    await expect(reading).to_contain_text("Azure Files")
    await expect(reading.locator(".evidence")).to_contain_text("because of")
    assert await reading.locator(".evidence > span").count() > 0, "the words that made it think so"

    await ada.get_by_label("Title").fill("Pods cannot mount the share of orders")
    await ada.get_by_role("button", name="Open the case").click()
    await ada.wait_for_url("**/cases/C-1")
    await expect(ada.locator("#timeline")).to_contain_text("Permission denied")
    await expect(ada.locator("#case-why li").first).to_contain_text("decided")

    await ada.locator("#case-why").get_by_role("link").click()
    await expect(ada.locator("h1")).to_have_text("Why here?")
    await ada.get_by_text("rules, condition by condition").click()
    await expect(ada.locator('[aria-label="Every rule with every condition"]')).to_contain_text("severity")
    await ada.get_by_text("people, hurdle by hurdle").click()
    await expect(ada.locator('[aria-label="Everybody who was weighed, with every hurdle"]')).to_contain_text("Ada")


async def test_a_form_that_lacks_something_keeps_everything_that_was_typed(cast: Cast, window: Window) -> None:
    await a_customer()
    ada = await window(cast.ada)
    await ada.goto("/cases/new?customer=CU-1")
    await ada.get_by_label("What the customer says").fill(MAIL)
    await ada.evaluate("document.getElementById('open-form').noValidate = true")
    await ada.get_by_role("button", name="Open the case").click()
    await expect(ada.get_by_role("alert")).to_contain_text("Fill this in.")
    await expect(ada.get_by_label("What the customer says")).to_have_value(MAIL)
    await expect(ada.get_by_label("Customer", exact=True)).to_have_value("CU-1")
