"""What somebody wrote is theirs until they throw it away, and for a moment after that."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Window
from tests.builders import a_case
from tests.cases.macros.test_macros import ASKS, a_macro
from tests.cast import Cast

MINE = "Hello Lena, I look at it."


async def at_case(window: Window, cast: Cast, ref: str) -> Page:
    page = await window(cast.ada)
    await page.goto(f"/cases/{ref}")
    return page


async def written(page: Page, kind: str, text: str) -> None:
    await page.keyboard.press(kind[0])
    await page.keyboard.type(text)
    await expect(page.locator(f".composer-{kind} .gate")).to_contain_text("Draft kept")


@pytest.mark.parametrize(("kind", "path"), [("note", "notes"), ("reply", "replies")])
async def test_what_is_typed_while_the_rest_is_on_its_way_stays(
    cast: Cast, window: Window, kind: str, path: str
) -> None:
    case = await a_case(cast.ada)
    page = await at_case(window, cast, case.ref)
    may_go = asyncio.Event()

    async def held(route: Route) -> None:
        await may_go.wait()
        await route.continue_()

    await page.route(f"**/cases/{case.ref}/{path}", held)
    field, gate = page.locator(f"#composer-{kind}-text"), page.locator(f".composer-{kind} .gate")
    await written(page, kind, MINE)
    async with page.expect_request(f"**/cases/{case.ref}/{path}"):
        await page.keyboard.press("Control+Enter")
    await page.keyboard.type(" PS: and the other one too")
    may_go.set()
    await expect(page.locator(f"#timeline .entry-{kind} .entry-text")).to_have_text(MINE)
    await expect(field).to_have_value("PS: and the other one too")
    await expect(gate).to_contain_text("Draft kept")
    await expect(gate.locator(".notice")).to_have_count(0)
    await page.reload()
    await expect(field).to_have_value("PS: and the other one too")


async def test_a_discarded_draft_can_be_put_back(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    page = await at_case(window, cast, case.ref)
    for kind in ("reply", "note"):
        field = page.locator(f"#composer-{kind}-text")
        await written(page, kind, MINE)
        await page.locator(f".composer-{kind} .gate").get_by_role("button", name="discard").click()
        await expect(field).to_have_value("")
        await page.get_by_role("button", name="Put the text back").click()
        await expect(field).to_have_value(MINE)
        await expect(field).to_be_focused()
        await expect(page.locator(f".composer-{kind} .gate")).to_contain_text("Draft kept")
        await page.keyboard.press("Escape")


async def test_one_s_own_text_can_be_had_back_from_the_other_window_s(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    here, there = await at_case(window, cast, case.ref), await at_case(window, cast, case.ref)
    await here.route(f"**/cases/{case.ref}", lambda route: route.abort())
    await written(there, "reply", "Written in the other window.")
    await here.keyboard.press("r")
    await here.keyboard.type(MINE)
    await here.get_by_role("button", name="Take that one").click()
    field = here.locator("#composer-reply-text")
    await expect(field).to_have_value("Written in the other window.")
    await here.keyboard.press("Control+z")
    await expect(field).to_have_value(MINE)
    await here.keyboard.press("Control+y")
    await expect(field).to_have_value("Written in the other window.")
    await here.get_by_role("button", name="Put the text back").click()
    await expect(field).to_have_value(MINE)


async def test_a_macro_gives_the_text_back_that_it_was_applied_to(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    await a_macro(cast.ada, ASKS)
    page = await at_case(window, cast, case.ref)
    await written(page, "reply", MINE)
    await page.keyboard.press("Escape")
    await page.keyboard.press("p")
    await expect(page.locator("#macros-dialog .macro-one").first).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#macros-dialog .difference-same").first).to_contain_text(MINE)
    await page.keyboard.press("Enter")
    field = page.locator("#composer-reply-text")
    await expect(field).not_to_have_value(MINE)
    await page.get_by_role("button", name="Put the text back").click()
    await expect(field).to_have_value(MINE)


async def test_a_restored_draft_says_when_in_the_zone_of_its_writer(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    page = await window(cast.ada, timezone_id="Asia/Kolkata")
    await page.route("**/drafts/reply", lambda route: route.abort())
    await page.goto(f"/cases/{case.ref}")
    await page.keyboard.press("r")
    await page.keyboard.type(MINE)
    await page.reload()
    await expect(page.locator("#composer-reply-text")).to_have_value(MINE)
    line = page.locator(".composer-reply [data-draft-line]")
    await expect(line).to_contain_text("draft restored from")
    await expect(line).to_contain_text("UTC")
