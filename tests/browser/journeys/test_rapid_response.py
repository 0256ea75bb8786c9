from datetime import timedelta

from playwright.async_api import Page, expect

from escalations.cases.actions import close_case
from escalations.cases.queries import case_for
from escalations.platform.time import now
from escalations.rapid_response.routes.board import SHOWN
from tests.browser.conftest import Window
from tests.browser.journeys import arrives, go
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.rapid_response.builders import a_covered_case
from tests.support import as_person


async def test_a_top_customer_in_trouble_is_seen_led_and_told_in_time(cast: Cast, window: Window) -> None:
    rex = await window(cast.rex)
    await go(rex, "/rapid-response")
    await expect(rex.locator("#main")).to_contain_text("No covered customer has an open case")
    case = await a_covered_case(cast)
    row = rex.locator(f"#board-{case.ref}")
    await expect(row).to_contain_text("Nordhavn Rail")
    await expect(row).to_contain_text("severity A")

    await row.get_by_role("link").click()
    ada = await window(cast.ada)
    await go(ada, f"/cases/{case.ref}")
    await ada.get_by_role("button", name="Ask rapid response").click()
    await ada.locator("#asking-rapid-response textarea").fill("All stores are closed and the press has asked.")
    await ada.locator("#asking-rapid-response").get_by_role("button", name="Ask rapid response").click()
    await rex.get_by_role("button", name="Take it for rapid response").click()
    await expect(rex.locator("#case-cover")).to_contain_text("Rex leads")
    await go(rex, "/rapid-response")
    await expect(row).to_contain_text("rapid response has it")
    await go(rex, "/rapid-response/engagements/RR-1")
    await _they_work_on_one_plan(rex, ada)
    await _the_promise_is_kept(rex, ada)


async def test_keys_go_on_over_rows_that_come_later_and_a_change_takes_none_away(cast: Cast, window: Window) -> None:
    customer = await a_customer(covered=True)
    cases = [await a_case(cast.ada, customer, claimed="AB"[number % 2]) for number in range(44)]
    rex = await window(cast.rex)
    await go(rex, "/rapid-response")
    rows = rex.locator("#board .row")
    await expect(rows).to_have_count(SHOWN)
    for _ in range(SHOWN):
        await rex.keyboard.press("j")
    await rex.locator("#board-more").scroll_into_view_if_needed()
    await expect(rows).to_have_count(44)
    for place in range(SHOWN, 44):
        await rex.keyboard.press("j")
        await expect(rows.nth(place).locator(".row-link")).to_be_focused()
    await expect(rex.locator("#board-more a")).to_have_count(0)
    await expect(rex.locator("#board .group")).to_have_count(2)
    await rex.mouse.move(5, 5)
    await rex.evaluate("document.activeElement.blur()")
    async with as_person(cast.ada) as db:
        await close_case(db, await case_for(db, cast.ada, cases[0].ref, lock=True), "fixed", "It runs.", by=cast.ada)
    await expect(rex.locator(f"#board-{cases[0].ref}")).to_have_count(0)
    await expect(rows).to_have_count(43)


async def _they_work_on_one_plan(rex: Page, ada: Page) -> None:
    """What is written for inside never stands beside what is written for the customer."""
    await ada.locator("#case-engagement").get_by_role("link", name="RR-1").click()
    await arrives(ada, "**/engagements/RR-1")
    await rex.get_by_text("Add a step").click()
    await rex.get_by_label("What is to be done").fill("Collect a trace of one failed mount")
    await rex.locator("#step-form").get_by_label("Who").fill("Ada")
    await rex.get_by_role("button", name="Add the step").click()
    await expect(ada.locator("#engagement-plan")).to_contain_text("0 of 1 done")
    await ada.get_by_role("button", name="Done").click()
    await expect(rex.locator("#engagement-plan")).to_contain_text("1 of 1 done")
    await rex.get_by_label("Internal summary").fill("The old key is bound in the driver.")
    await rex.locator("#summary-internal-form").get_by_role("button", name="Save").click()
    await expect(ada.locator("#summary-internal-form textarea")).to_have_value("The old key is bound in the driver.")
    await expect(ada.locator("#summary-customer-form textarea")).to_have_value("")


async def _the_promise_is_kept(rex: Page, ada: Page) -> None:
    await expect(ada.locator("#engagement-clock")).to_contain_text("Promised for")
    await rex.get_by_label("Update given; the next one by").fill(f"{now() + timedelta(hours=2):%Y-%m-%dT%H:%M}")
    await rex.get_by_role("button", name="Update given").click()
    for page in (rex, ada):
        await expect(page.locator("#engagement-clock")).to_contain_text("1 earlier promise")
