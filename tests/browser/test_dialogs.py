"""The dialogs of a case come after its page: nobody notices."""

import asyncio
from datetime import timedelta

from playwright.async_api import Page, Route, expect

from escalations.cases.actions import add_note, close_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.known_issues.actions import link_article
from escalations.known_issues.queries import article_for
from escalations.people.models import Person
from escalations.platform.time import now
from tests.browser.conftest import Window
from tests.browser.faulty import faulty
from tests.cases.crew import owned
from tests.cast import Cast
from tests.known_issues.scenes import an_article
from tests.support import as_person


async def slowly(page: Page, case: Case, seconds: float) -> None:
    async def answer(route: Route) -> None:
        await asyncio.sleep(seconds)
        await route.continue_()

    await page.route(f"**/cases/{case.ref}/dialogs", answer)


async def noted(case: Case, by: Person, text: str) -> None:
    async with as_person(by) as db:
        await add_note(db, await case_for(db, by, case.ref, lock=True), text, by=by)


async def test_they_are_there_before_a_key_asks_for_them(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.wait_for_selector("#assigning", state="attached")
    await expect(ada.locator("body")).to_be_focused()
    await ada.route("**/dialogs", lambda route: route.abort())
    await ada.keyboard.press("z")
    await expect(ada.get_by_role("radio", name="In 2 hours")).to_be_focused()


async def test_what_is_typed_before_they_come_is_not_lost(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await slowly(ada, case, 1)
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("q")
    await ada.keyboard.type("The second cluster fails too.")
    await expect(ada.locator("#customer-message-text")).to_have_value("The second cluster fails too.")
    await expect(ada.locator("#customer-message-text")).to_be_focused()
    await ada.reload()
    await ada.keyboard.press("z")
    await ada.keyboard.press("2")
    await expect(ada.get_by_role("radio", name="Tomorrow 9:00")).to_be_checked()
    await expect(ada.get_by_role("radio", name="Tomorrow 9:00")).to_be_focused()
    await ada.reload()
    await ada.keyboard.press("t")
    await ada.keyboard.type("netw")
    await expect(ada.locator("#transfer-to_queue")).to_have_value("networking")
    await ada.reload()
    await ada.keyboard.press("p")
    await ada.keyboard.type("node pool")
    finding = ada.get_by_role("searchbox", name="Find a macro")
    await expect(finding).to_have_value("node pool")
    await expect(finding).to_be_focused()


async def test_one_that_cannot_come_says_so(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    server = await faulty(ada, "**/dialogs", lambda route: route.fulfill(status=503, body="busy"))
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("z")
    await expect(ada.get_by_text("That could not be opened now.")).to_be_visible()
    server.mend()
    await ada.keyboard.press("z")
    await expect(ada.locator("#snoozing")).to_be_visible()


async def test_a_refusal_is_read_in_the_dialog_that_was_refused(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("z")
    await ada.keyboard.press("4")
    await ada.locator("#snooze-until").fill("2099-01-01T09:00")
    await ada.locator("#snooze-reason").fill("They test some day.")
    await ada.keyboard.press("Enter")
    refusal = ada.locator("#snoozing [role=alert]")
    await expect(refusal).to_contain_text("more than 30 days away")
    await expect(ada.locator("#toasts")).to_be_empty()
    await expect(ada.locator("#snooze-reason")).to_have_value("They test some day.")
    await ada.keyboard.press("Enter")
    await expect(refusal).to_have_count(1)


async def test_when_it_comes_back_is_said_by_a_key(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("z")
    await expect(ada.locator("#snooze-until")).to_be_hidden()
    await ada.keyboard.press("4")
    await expect(ada.locator("#snooze-until")).to_be_focused()
    await ada.keyboard.press("Shift+Tab")
    await ada.keyboard.press("1")
    await expect(ada.get_by_role("radio", name="In 2 hours")).to_be_focused()
    await expect(ada.locator("#snooze-until")).to_be_hidden()
    await ada.keyboard.press("Tab")
    await ada.keyboard.type("They test 3 of 4 pools.")
    await expect(ada.get_by_role("radio", name="In 2 hours")).to_be_checked()
    await ada.keyboard.press("Enter")
    await expect(ada.locator("#case-head")).to_contain_text("snoozed")
    async with as_person(cast.ada) as db:
        until = (await case_for(db, cast.ada, case.ref)).snoozed_until
    assert until is not None and timedelta(minutes=118) < until - now() <= timedelta(hours=2)


async def test_an_article_that_solved_it_is_offered_first(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    article = await an_article(cast.ada)
    async with as_person(cast.ada) as db:
        mine = await case_for(db, cast.ada, case.ref, lock=True)
        await link_article(db, mine, await article_for(db, cast.ada, article.ref), "resolved_by", by=cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("c")
    await expect(ada.locator("#closure-article-how")).to_be_focused()


async def test_an_open_one_outlasts_what_others_do(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("w")
    question = ada.locator("#wait-question")
    await question.fill("Which node pool is it?")
    await noted(case, cast.ben, "Looked at the second pool.")
    await expect(ada.locator("#timeline")).to_contain_text("Looked at the second pool.")
    async with as_person(cast.ben) as db:
        row = await case_for(db, cast.ben, case.ref, lock=True)
        await close_case(db, row, "fixed", "The key was rotated back.", by=cast.ben)
    await expect(ada.locator("#case-head")).to_contain_text("closed")
    await ada.wait_for_timeout(1200)
    await expect(question).to_be_visible()
    await expect(question).to_have_value("Which node pool is it?")
    await ada.keyboard.press("Escape")
    await expect(ada.locator("#waiting")).to_have_count(0)
    await ada.keyboard.press("r")
    await expect(ada.locator("#reopening-reason")).to_be_focused()


async def test_what_stands_in_a_shut_one_outlasts_it_as_well(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("w")
    await ada.locator("#wait-question").fill("Which node pool is it?")
    await ada.keyboard.press("Escape")
    async with ada.expect_response("**/dialogs"):
        await noted(case, cast.ben, "Looked at the second pool.")
    await ada.keyboard.press("w")
    await expect(ada.locator("#wait-question")).to_have_value("Which node pool is it?")
