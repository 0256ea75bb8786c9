"""What a verb leaves behind: words that say what happened, keys that work, and a page as long as it was."""

from playwright.async_api import Page, expect

from escalations.cases.queries import case_for
from escalations.incidents.actions import confirm_link
from tests.browser.conftest import Window
from tests.builders import a_case, a_customer
from tests.cases.crew import owned
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_person

SHOWN = 30
TEXT = "Hello Lena, I have the trace. You hear from me by 23:50 UTC."


async def merged(page: Page, into: str, other: str) -> None:
    await page.goto(f"/cases/{into}/merging?other={other}")
    await page.get_by_label("What shows that they are one").fill("The same share, the same hour.")
    await page.get_by_role("button", name=f"Merge {other} into {into}").click()
    await expect(page.locator("h1")).to_be_visible()


async def test_the_page_that_follows_says_what_happened_once(cast: Cast, window: Window) -> None:
    customer = await a_customer()
    first, second = await a_case(cast.ada, customer), await a_case(cast.ada, customer)
    ada = await window(cast.ada)
    await merged(ada, first.ref, second.ref)
    await expect(ada.locator("#toasts .toast")).to_have_text(f"{second.ref} is part of {first.ref} now.")
    await ada.goto(f"/cases/{first.ref}")
    await expect(ada.locator("#timeline")).to_contain_text("The same share, the same hour.")
    await expect(ada.locator("#toasts .toast")).to_have_count(0)


async def test_it_is_said_without_scripts_too_and_by_that_page_only(cast: Cast, window: Window) -> None:
    customer = await a_customer()
    first, second = await a_case(cast.ada, customer), await a_case(cast.ada, customer)
    ada = await window(cast.ada, scripts=False)
    await merged(ada, first.ref, second.ref)
    await expect(ada.locator("#toasts")).to_have_text(f"{second.ref} is part of {first.ref} now.")
    await ada.goto("/queues")
    await expect(ada.locator("#toasts")).to_have_text("")


async def test_keys_work_again_after_something_was_sent(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("n")
    await ada.keyboard.type("Seen on two nodes.")
    await ada.keyboard.press("Control+Enter")
    await expect(ada.locator("#timeline")).to_contain_text("Seen on two nodes.")
    await expect(ada.locator("body")).to_be_focused()
    await ada.keyboard.press("r")
    await expect(ada.locator("#composer-reply-text")).to_be_focused()
    await expect(ada.locator("#composer-reply-text")).to_have_value("")


async def test_a_promise_goes_with_the_words_that_made_it(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    text, until = ada.locator("#composer-reply-text"), ada.locator("#reply-next-update")
    await text.fill(TEXT)
    await ada.get_by_role("button", name="Send to customer").click()
    await expect(until).not_to_have_value("")
    await text.press("End")
    await text.press_sequentially(" Ada")
    await expect(ada.locator("#reply-gate")).to_contain_text("Draft kept")
    await expect(until).not_to_have_value("")
    await text.fill("Hello Lena, I have the trace.")
    await expect(until).to_have_value("")


async def test_a_verb_keeps_as_many_cases_as_were_shown(cast: Cast, window: Window) -> None:
    customer = await a_customer()
    incident = await an_incident(cast.dora)
    for _ in range(SHOWN + 2):
        case = await a_hit_case(cast.ada, customer)
        async with as_person(cast.ada) as db:
            await confirm_link(db, await case_for(db, cast.ada, case.ref, lock=True), incident, by=cast.ada)
    dora = await window(cast.dora)
    await dora.goto(f"/incidents/{incident.ref}")
    rows = dora.locator("#incident-linked .row")
    await expect(rows).to_have_count(SHOWN)
    await dora.get_by_role("link", name="Further down").click()
    await expect(rows).to_have_count(SHOWN + 2)
    await dora.get_by_label("Write an update").fill("We look for the cause.")
    await dora.get_by_role("button", name="Add internal update").click()
    await expect(dora.locator("#incident-updates")).to_contain_text("We look for the cause.")
    await expect(rows).to_have_count(SHOWN + 2)
