from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.builders import a_customer
from tests.cast import Cast

MAIL = """Hello,

since 06:10 UTC the pods of aks-shop-prod cannot mount their Azure Files share any more. kubectl says:
MountVolume.SetUp failed for volume "orders": mount error(13): Permission denied. Port 445 is open.

Kind regards, Lena Vogt"""


async def test_a_form_that_lacks_something_keeps_everything_that_was_typed(cast: Cast, window: Window) -> None:
    await a_customer()
    ada = await window(cast.ada)
    await ada.goto("/cases/new?customer=CU-1")
    await ada.get_by_label("What the customer says").fill(MAIL)
    await ada.evaluate("document.getElementById('open-form').noValidate = true")
    await ada.get_by_role("button", name="Open the case").click()
    await expect(ada.get_by_role("alert")).to_contain_text("Title: Fill this in.")
    await expect(ada.get_by_label("What the customer says")).to_have_value(MAIL)
    await expect(ada.get_by_label("Customer", exact=True)).to_have_value("CU-1")
