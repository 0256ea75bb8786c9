"""Lists by keys alone: rows chosen, one verb on many, taken back; what others do; further down; a lost connection."""

import re

import asyncpg
from playwright.async_api import Page, expect

from escalations.cases.actions import assign_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from tests.browser.conftest import Window
from tests.cast import Cast
from tests.desk.scenes import owned
from tests.support import as_person


async def given_to_ben(cast: Cast, case: Case) -> None:
    async with as_person(cast.dora) as db:
        await assign_case(db, await case_for(db, cast.dora, case.ref, lock=True), cast.ben, by=cast.dora)


async def opened(page: Page, path: str = "/cases") -> None:
    await page.goto(path)
    await expect(page.locator("#connection")).to_be_hidden()
    await page.wait_for_timeout(400)


async def test_rows_are_chosen_and_assigned_and_taken_back_without_a_mouse(
    cast: Cast, window: Window, admin: asyncpg.Connection
) -> None:
    cases = [await owned(cast) for _ in range(4)]
    dora = await window(cast.dora)
    await opened(dora)
    await expect(dora.locator("#bulk-bar")).to_be_hidden()
    for key in ("j", "x", "j", "j", "Shift+X"):
        await dora.keyboard.press(key)
    await expect(dora.locator("[data-chosen-count]")).to_have_text("3 chosen")
    await dora.keyboard.press("Escape")
    await expect(dora.locator("#bulk-bar")).to_be_hidden()
    await dora.keyboard.press("Control+a")
    await expect(dora.locator("[data-chosen-count]")).to_have_text("4 chosen")
    await dora.keyboard.press("a")
    await expect(dora.locator("#bulk-dialog")).to_be_visible()
    await dora.locator("#bulk-owner").select_option(cast.ben.ref)
    await expect(dora.locator("#bulk-lines")).to_contain_text("Ada → Ben")
    await dora.locator("#bulk-form .button-primary").press("Enter")
    await expect(dora.locator(".toast")).to_contain_text("4 cases assigned.")
    await expect(dora.locator("#case-list .initials[title=Ben]")).to_have_count(4)
    await expect(dora.locator("#bulk-bar")).to_be_hidden()
    await dora.locator(".toast button").press("Enter")
    await expect(dora.locator(".toast").last).to_contain_text("Taken back on 4 cases.")
    await expect(dora.locator("#case-list .initials[title=Ada]")).to_have_count(4)
    assert await admin.fetchval("SELECT count(*) FROM support_case WHERE owner_id = $1", cast.ada.id) == len(cases)


async def test_columns_are_chosen_and_moved_without_a_mouse(cast: Cast, window: Window) -> None:
    await owned(cast)
    ada = await window(cast.ada)
    await ada.goto("/views/new")
    await ada.get_by_label("Name").fill("Mine, by clock")
    await expect(ada.get_by_role("spinbutton").first).to_be_hidden()
    for name in ("Number", "Product", "Turn", "Owner"):
        await ada.get_by_role("checkbox", name=name).press("Space")
    moving = ada.get_by_role("button", name="Clock further left")
    for _ in range(5):
        await moving.press("Enter")
    await expect(ada.get_by_role("button", name="Clock further right")).to_be_focused()
    await ada.get_by_role("button", name="Save the list").press("Enter")
    await ada.wait_for_url("**/cases?view=V-*")
    cells = ada.locator("#case-list .row > :nth-child(n + 3)")
    assert [(await cell.get_attribute("class") or "")[:5] for cell in await cells.all()] == ["c-due", "c-who"]


async def test_columns_are_put_in_order_by_numbers_without_scripts(cast: Cast, window: Window) -> None:
    await owned(cast)
    ada = await window(cast.ada, scripts=False)
    await ada.goto("/views/new")
    await ada.get_by_label("Name").fill("Mine, by region")
    await ada.get_by_role("checkbox", name="Region").check()
    await ada.get_by_label("Place of Region").fill("1")
    await ada.get_by_role("button", name="Save the list").click()
    await ada.wait_for_url("**/cases?view=V-*")
    first = ada.locator("#case-list .row > :nth-child(3)")
    await expect(first).to_have_class(re.compile("c-region"))


async def test_a_key_acts_on_the_row_in_focus(cast: Cast, window: Window) -> None:
    await owned(cast)
    ada = await window(cast.ada)
    await opened(ada)
    await ada.keyboard.press("j")
    await ada.keyboard.press("n")
    await expect(ada.locator("#bulk-text")).to_be_focused()
    await ada.keyboard.type("They restart it every night.")
    await ada.keyboard.press("Control+Enter")
    await expect(ada.locator(".toast")).to_contain_text("1 case given the note.")
    await expect(ada.locator("#bulk-dialog")).to_be_hidden()


async def test_what_others_do_changes_the_row_in_place_and_new_ones_wait(cast: Cast, window: Window) -> None:
    first = await owned(cast)
    await owned(cast)
    ada = await window(cast.ada)
    await opened(ada)
    await ada.keyboard.press("j")
    await given_to_ben(cast, first)
    await expect(ada.locator(f"#row-{first.ref} .initials")).to_have_attribute("title", "Ben")
    severe = await owned(cast, claimed="A")
    news = ada.locator("[data-takes-new]")
    await expect(news).to_have_text(re.compile("1 new"))
    await expect(ada.locator(f"#row-{severe.ref}")).to_have_count(0)
    await ada.keyboard.press(".")
    await expect(ada.locator("#case-list .row").first).to_have_id(f"row-{severe.ref}")


async def test_a_list_that_was_read_further_down_stays_so(
    cast: Cast, window: Window, admin: asyncpg.Connection
) -> None:
    first = await owned(cast)
    columns = ", ".join(
        name for (name,) in await admin.fetch("SELECT column_name FROM information_schema.columns WHERE table_name = 'support_case' AND column_name NOT IN ('id', 'external_key')")
    )  # fmt: skip
    await admin.execute(
        f"INSERT INTO support_case ({columns}) SELECT {columns} FROM support_case, generate_series(1, 149)"
    )
    try:
        ada = await window(cast.ada)
        await opened(ada, "/cases?group=family")
        rows = ada.locator("#case-list .row")
        await expect(rows).to_have_count(60)
        for count in (120, 150):
            await ada.locator("#list-more").scroll_into_view_if_needed()
            await expect(rows).to_have_count(count)
        await expect(ada.locator("#case-list .group")).to_have_count(1)
        await ada.mouse.move(5, 5)
        await given_to_ben(cast, first)
        await expect(ada.locator(f"#row-{first.ref} .initials")).to_have_attribute("title", "Ben")
        await expect(rows).to_have_count(150)
        await rows.nth(140).scroll_into_view_if_needed()
        chosen = await rows.nth(140).get_attribute("id")
        await rows.nth(140).locator(".row-link").click()
        await ada.wait_for_url("**/cases/C-*")
        await ada.go_back()
        await expect(rows).to_have_count(150)
        await expect(ada.locator(f"#{chosen}")).to_be_in_viewport()
    finally:
        await admin.execute("DELETE FROM support_case WHERE id > $1", first.id)


async def test_the_count_comes_after_the_page_and_goes_with_what_others_do(
    cast: Cast, window: Window, admin: asyncpg.Connection
) -> None:
    case = await owned(cast)
    columns = "title, description, customer_id, contact_id, family, resources, error_codes, language, channel, claimed, severity, around_the_clock, turn, queue, owner_id, opened_at, queued_at, transfers, alerts, absorbed, changed_at, boundary, version, due_at, due_kind"
    await admin.execute(
        f"INSERT INTO support_case ({columns}) SELECT {columns} FROM support_case, generate_series(1, 64)"
    )
    try:
        await admin.execute("UPDATE support_case SET opened_at = now() - interval '4 d'")
        ada = await window(cast.ada)
        await opened(ada, "/cases?q=age:%3E3d")
        facts = ada.locator(".head-facts")
        await expect(facts).to_have_text("65 open")
        await admin.execute("UPDATE support_case SET opened_at = now() WHERE id > $1 AND id <= $1 + 2", case.id)
        await given_to_ben(cast, case)
        await expect(facts).to_have_text("63 open", timeout=15_000)
        await ada.locator("#list-q").fill("age:>3d sev:a")
        await ada.keyboard.press("Enter")
        await expect(facts).to_have_text("0 open")
        await ada.go_back()
        await expect(facts).to_have_text("63 open")
    finally:
        await admin.execute("DELETE FROM support_case WHERE id > $1", case.id)


async def test_a_lost_connection_is_said_and_marks_the_rows_until_it_is_back(cast: Cast, window: Window) -> None:
    case = await owned(cast)
    ada = await window(cast.ada)
    await opened(ada)
    await ada.context.set_offline(True)
    await expect(ada.locator("#connection")).to_contain_text(re.compile(r"last update \d\d:\d\d UTC"), timeout=15000)
    await expect(ada.locator("html")).to_have_attribute("data-ui-stale", re.compile(r"\d\d:\d\d"))
    await given_to_ben(cast, case)
    await ada.context.set_offline(False)
    await expect(ada.locator("#connection")).to_be_hidden(timeout=30000)
    await expect(ada.locator(f"#row-{case.ref} .initials")).to_have_attribute("title", "Ben")
    assert await ada.locator("html").get_attribute("data-ui-stale") is None


async def test_without_scripts_a_list_is_narrowed_saved_and_acted_on(cast: Cast, window: Window) -> None:
    await owned(cast)
    ada = await window(cast.ada, scripts=False)
    await ada.goto("/cases")
    await ada.locator("#list-q").fill("is:mine")
    await ada.get_by_role("button", name="Narrow").click()
    await ada.locator(".row input[type=checkbox]").first.check(force=True)
    await ada.get_by_role("button", name="Note").click()
    await ada.locator("#bulk-text").fill("They restart it every night.")
    await ada.get_by_role("button", name="Look what happens").click()
    await expect(ada.locator("#bulk-lines")).to_contain_text("gets the note")
    await ada.locator("#bulk-form .button-primary").click()
    await expect(ada.locator("main")).to_contain_text("1 case given the note.")
    await ada.goto("/cases?q=is:mine")
    await ada.get_by_role("link", name="Save as a list").click()
    await ada.locator("#view-name").fill("My own")
    await ada.get_by_role("button", name="Save the list").click()
    await expect(ada.locator("h1")).to_have_text("My own")
