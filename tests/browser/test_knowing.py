"""Knowledge written while a case is worked on, its condition tried while one types, and searches that taught something."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.builders import a_case, an_article
from tests.cast import Cast
from tests.support import run_jobs


async def test_one_key_begins_an_article_and_closing_asks_for_the_rest(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada, family="storage", product="azure_files")
    await run_jobs()
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await expect(ada.get_by_role("link", name="Write an article")).to_be_visible()
    await ada.keyboard.press("k")
    await expect(ada.get_by_label("Issue", exact=True)).to_have_value(re.compile("mount error"))
    await ada.get_by_role("button", name="Save article").click()
    await expect(ada.locator("#article-trust")).to_contain_text("Work in progress")
    await ada.goto(f"/cases/{case.ref}")
    await expect(ada.locator("#case-known-issues")).to_contain_text("Go on with KI-1")
    await ada.keyboard.press("c")
    form = ada.locator("#closure-article-form")
    await form.get_by_label("What solved it").fill("Harbour Foods gave the new key to the secret.")
    await form.get_by_role("button", name="Close, solved by KI-1").click()
    await expect(form.locator("mark")).to_have_text("Harbour Foods")
    await form.get_by_role("button", name="Replace these and save").click()
    await expect(ada.locator("#case-head")).to_contain_text("closed")
    await ada.goto("/known-issues/KI-1")
    await expect(ada.locator("#article-body")).to_contain_text("[customer] gave the new key to the secret.")
    await expect(ada.locator("#article-head")).to_contain_text("Not validated")


async def test_a_condition_is_tried_while_it_is_typed_and_nothing_typed_is_lost(cast: Cast, window: Window) -> None:
    await an_article(cast.ada)
    await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.goto("/known-issues/KI-1/edit")
    await ada.get_by_label("Cause").fill("A key was rotated.")
    await ada.get_by_text("Which cases it holds for").click()
    field = ada.get_by_label("A case it holds for has")
    await field.press_sequentially('text = "mount error')
    await expect(ada.locator("#match-trial")).to_contain_text("not valid TOML")
    await field.press_sequentially('"')
    await expect(ada.locator("#match-trial")).to_contain_text("1 of 1 cases of the last 180 days would have matched")
    await expect(ada.get_by_label("Cause")).to_have_value("A key was rotated.")
    await ada.get_by_role("button", name="Save article").click()
    await expect(ada.locator("#slot-match")).to_contain_text("1 still open")


async def test_only_a_search_that_stood_a_moment_and_led_nowhere_is_owed(cast: Cast, window: Window) -> None:
    await an_article(cast.ada)
    await run_jobs()
    ada = await window(cast.ada)
    await ada.goto("/known-issues")
    box = ada.locator("#articles-q")
    for typed in ("certif", "certificate pinning"):
        await box.fill(typed)
        await expect(ada.locator("#articles")).to_have_attribute("data-asked", typed)
    async with ada.expect_response("**/known-issues/searches"):
        await box.press("End")
    async with ada.expect_response("**/known-issues/searches"):
        await box.fill("mount error 13")
    async with ada.expect_request("**/known-issues/searches") as told:
        await ada.locator("#articles .row-link").first.click()
    assert "opened=KI-1&position=1" in (await told.value).post_data
    await expect(ada).to_have_url(re.compile(r"/known-issues/KI-1$"))
    await ada.goto("/known-issues/debt")
    owed = ada.locator("#debt-searches .row-link")
    await expect(owed).to_have_text(["certificate pinning"])


async def test_the_list_of_commands_tells_what_was_asked_when_one_leaves_it_or_opens_a_hit(
    cast: Cast, window: Window
) -> None:
    await an_article(cast.ada)
    await run_jobs()
    ada = await window(cast.ada)
    await ada.goto("/queues")
    told: list[str] = []
    ada.on("request", lambda sent: told.append(sent.post_data or "") if sent.url.endswith("/searches") else None)
    for typed, found in (("queue", ""), ("purview scan", ""), ("mount error", "KI-1")):
        await ada.keyboard.press("Control+k")
        async with ada.expect_response("**/search/suggestions**"):
            await ada.locator("[data-commands]").press_sequentially(typed, delay=30)
        await ada.wait_for_timeout(200)
        if found:
            async with ada.expect_request("**/known-issues/searches"):
                await ada.locator("#suggestions [data-hit]").first.click()
        else:
            await ada.keyboard.press("Escape")
    await expect(ada).to_have_url(re.compile("/known-issues/KI-1$"))
    assert told == ["q=purview+scan&results=0", "q=mount+error&results=1&opened=KI-1&position=1"]
    await ada.goto("/search?q=purview+roles")
    await ada.goto("/known-issues")
    await ada.wait_for_timeout(500)
    await ada.goto("/known-issues/debt")
    await expect(ada.locator("#debt-searches .row-link")).to_have_text(["purview roles", "purview scan"])
