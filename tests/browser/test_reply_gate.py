"""The gate while one types: found in place, mended by a button, kept as a draft on every machine."""

import os

from playwright.async_api import Page, expect

from tests.browser.conftest import Window
from tests.builders import a_case, a_customer
from tests.cast import Cast

TEXT = "Hello Lena,\n\nwe saw the same at Alpine Insurance, see https://portal.azure.us for it.\nYou hear from us by 23:50 UTC."


async def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("ESCALATIONS_PICTURES"):
        await page.screenshot(path=f"{folder}/{name}.png")


async def begun(window: Window, cast: Cast, ref: str, **shape: object) -> Page:
    page = await window(cast.ada, **shape)  # type: ignore[arg-type]
    await page.goto(f"/cases/{ref}")
    return page


async def test_what_leaks_is_told_while_one_types_and_mended_by_a_button(cast: Cast, window: Window) -> None:
    await a_customer(name="Alpine Insurance")
    case = await a_case(cast.ada)
    page = await begun(window, cast, case.ref)
    text = page.locator("#composer-reply-text")
    await text.fill(TEXT)
    gate = page.locator("#reply-gate")
    await expect(gate).to_contain_text("Alpine Insurance is another customer.")
    await expect(gate).to_contain_text("This address belongs to US Government")
    await expect(gate).to_contain_text("Draft kept")
    await picture(page, "gate-wide")
    await gate.locator(".found-place").first.click()
    assert await text.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)") in (
        "Alpine Insurance",
        "portal.azure.us",
    )
    await gate.get_by_role("button", name="Say “another customer”").click()
    await expect(text).to_have_value(TEXT.replace("Alpine Insurance", "another customer"))
    await expect(gate).not_to_contain_text("Alpine Insurance")
    await gate.get_by_role("button", name="Remove it").click()
    await expect(gate.locator(".finding.bad")).to_have_count(0)
    await picture(page, "gate-mended")


async def test_a_draft_goes_on_on_another_machine_and_two_windows_see_each_other(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    here = await begun(window, cast, case.ref)
    await here.locator("#composer-reply-text").fill("Hello Lena, I look at it.")
    await expect(here.locator("#reply-gate")).to_contain_text("Draft kept")
    await here.route(
        f"**/cases/{case.ref}", lambda route: route.abort()
    )  # no news of the case brings the other text by itself
    there = await begun(window, cast, case.ref, viewport={"width": 390, "height": 844}, color_scheme="dark")
    await expect(there.locator("#composer-reply-text")).to_have_value("Hello Lena, I look at it.")
    await picture(there, "draft-small-dark")
    async with there.expect_response("**/drafts/reply"):
        await there.locator("#composer-reply-text").fill("Something else")
    await expect(there.locator("#reply-gate")).to_contain_text("Draft kept")
    await here.locator("#composer-reply-text").fill("Hello Lena, I looked at it.")
    await expect(here.locator("#reply-gate")).to_contain_text("You write this in another window too.")
    await picture(here, "draft-elsewhere")
    await here.get_by_role("button", name="Take that one").click()
    await expect(here.locator("#composer-reply-text")).to_have_value("Something else")
    await expect(here.locator("#reply-gate")).to_contain_text("Draft kept")
    await here.get_by_role("button", name="Send to customer").click()
    await expect(here.locator(".entry-reply")).to_have_count(1)
    await expect(here.locator("#composer-reply-text")).to_have_value("")
    await expect(here.locator("#reply-gate")).not_to_contain_text("Draft kept")


async def test_without_scripts_the_check_is_a_button(cast: Cast, window: Window) -> None:
    await a_customer(name="Alpine Insurance")
    case = await a_case(cast.ada)
    page = await begun(window, cast, case.ref, scripts=False)
    await page.locator("#composer-reply-text").fill("We saw the same at Alpine Insurance.")
    await page.get_by_role("button", name="Check and keep as a draft").click()
    await expect(page.locator("#reply-gate")).to_contain_text("Alpine Insurance is another customer.")
    await picture(page, "gate-scriptless")
    await page.get_by_role("button", name="Say “another customer”").click()
    await expect(page.locator("#composer-reply-text")).to_have_value("We saw the same at another customer.")
