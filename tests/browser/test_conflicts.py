from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.builders import a_case, an_article
from tests.cast import Cast


async def test_two_who_change_the_severity_see_each_other(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada, ben = await window(cast.ada), await window(cast.ben)
    for page in (ada, ben):
        await page.goto(f"/cases/{case.ref}")
        await page.keyboard.press("s")
    await ben.get_by_role("radio", name="C minimal").check()
    await ben.get_by_label("If it goes down, on which ground?").select_option("less_impact")
    await ben.locator("#severity-reason").fill("One pod of forty; the shop runs.")
    await ada.get_by_role("radio", name="A critical").check()
    await ada.get_by_label("Who of the customer is there at all hours?").select_option(index=1)
    await ada.locator("#severity-reason").fill("No order leaves the warehouse.")
    await ada.get_by_role("button", name="Change severity", exact=True).click()
    await expect(ben.locator("#case-head")).to_contain_text("Severity A")
    await ben.get_by_role("button", name="Change severity", exact=True).click()
    form = ben.locator("#severity-form")
    await expect(form).to_contain_text("It is now A")
    await expect(form.locator("#severity-reason")).to_have_value("One pod of forty; the shop runs.")
    await expect(form.get_by_role("radio", name="C minimal")).to_be_checked()


async def test_two_who_edit_an_article_see_both_texts(cast: Cast, window: Window) -> None:
    article = await an_article(cast.ada)
    ada, ben = await window(cast.ada), await window(cast.ben)
    for page in (ada, ben):
        await page.goto(f"/known-issues/{article.ref}/edit")
    await ada.get_by_label("Resolution or workaround").fill("Ada: the key was rotated.")
    await ada.get_by_role("button", name="Save article").click()
    await ada.wait_for_url(f"**/known-issues/{article.ref}")
    await ben.get_by_label("Resolution or workaround").fill("Ben: the firewall has a new rule.")
    await ben.get_by_role("button", name="Save article").click()
    await expect(ben.locator("#article-form")).to_contain_text("Saved meanwhile")
    await expect(ben.locator(".unsaved")).to_contain_text("Ada: the key was rotated.")
    await expect(ben.get_by_label("Resolution or workaround")).to_have_value("Ben: the firewall has a new rule.")
    await ben.get_by_role("button", name="Save article").click()
    await expect(ben.locator("#article-body")).to_contain_text("Ben: the firewall has a new rule.")
