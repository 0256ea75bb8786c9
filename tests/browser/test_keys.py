from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.browser.keyboard import command, press
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import run_jobs


async def test_a_queue_is_walked_by_keys(cast: Cast, window: Window) -> None:
    customer = await a_customer()
    for title in ("First share is slow", "Second share is slow"):
        await a_case(cast.ada, customer, title=title)
    ada = await window(cast.ada)
    await ada.goto("/queues/storage")
    focused = ada.locator(".row-link:focus")
    await ada.keyboard.press("j")
    first = await focused.inner_text()
    await ada.keyboard.press("j")
    second = await focused.inner_text()
    assert {first, second} == {"First share is slow", "Second share is slow"}
    await ada.keyboard.press("k")
    await expect(focused).to_have_text(first)
    await ada.keyboard.press("Enter")
    await expect(ada.locator("h1")).to_have_text(first)


async def test_keys_go_places_and_tell_of_themselves(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("?")
    await expect(ada.locator("#commands-list")).to_contain_text("Change severity")
    await ada.locator("[data-commands]").fill("queu")
    await expect(ada.locator("#commands-list [aria-selected=true]")).to_contain_text("Queues")
    await expect(ada.locator("#keys-dialog [role=status]")).to_have_text("Queues")
    await ada.keyboard.press("Escape")
    await expect(ada.locator("#keys-dialog")).to_be_hidden()
    await ada.keyboard.press("g")
    await ada.keyboard.press("q")
    await ada.wait_for_url("**/queues")


async def test_anything_is_found_and_opened_without_the_mouse(cast: Cast, window: Window) -> None:
    wanted = await a_case(cast.ada, title="Lighthouse exporter stopped")
    await run_jobs()
    ada = await window(cast.ada)
    await ada.goto("/queues/storage")
    await ada.keyboard.press("/")
    await expect(ada.locator("[data-commands]")).to_be_focused()
    await ada.keyboard.type("lighthouse sev:b")
    marked = ada.locator("#commands-list [aria-selected=true]")
    await expect(marked).to_contain_text(wanted.ref)
    await ada.keyboard.press("ArrowDown")
    await expect(marked).to_contain_text("Search for")
    await ada.keyboard.press("ArrowUp")
    await ada.keyboard.press("Enter")
    await ada.wait_for_url(f"**/cases/{wanted.ref}")
    await ada.keyboard.press("Control+k")
    await ada.keyboard.type("family:plumbing")
    await expect(ada.locator("#suggestions")).to_contain_text("names nothing")


async def test_no_key_fires_while_somebody_writes(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("r")
    await ada.keyboard.type("g q c ? / e 1")
    await expect(ada.locator("#composer-reply-text")).to_have_value("g q c ? / e 1")
    assert await ada.locator("dialog[open]").count() == 0
    assert ada.url.endswith(case.ref)
    await ada.keyboard.press("Escape")
    await ada.keyboard.press("s")
    await expect(ada.locator("#assessing")).to_be_visible()
    await ada.keyboard.press("Escape")
    await expect(ada.locator("#assessing")).to_be_hidden()


async def test_a_key_reaches_a_field_that_is_folded_away(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.wait_for_selector("#known-issue-form", state="attached")
    await ada.keyboard.press("l")
    await ada.keyboard.type("KI-7")
    await expect(ada.get_by_label("Article", exact=True)).to_have_value("KI-7")


async def test_tables_are_walked_by_the_same_keys(cast: Cast, window: Window) -> None:
    """Where a page has no list, its table is one."""
    await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.goto("/queues")
    await ada.keyboard.press("j")
    first = ada.locator("#main tbody th a").first
    await expect(first).to_be_focused()
    await ada.keyboard.press("j")
    await expect(ada.locator("#main tbody th a").nth(1)).to_be_focused()
    await ada.keyboard.press("k")
    await expect(first).to_be_focused()
    name = await first.inner_text()
    await ada.keyboard.press("Enter")
    await expect(ada.locator("h1")).to_have_text(name)


async def test_the_palette_knows_other_words_and_says_what_it_is_about(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await press(ada, "Control+k")
    await expect(ada.locator("#commands-list")).to_contain_text(f"On {case.ref}")
    await press(ada, "Escape")
    await command(ada, "postpone", "Snooze")
    await expect(ada.locator("#snoozing")).to_be_visible()


async def test_the_palette_names_the_rows_a_verb_would_be_done_to(cast: Cast, window: Window) -> None:
    await a_case(cast.ada, title="First share is slow")
    ada = await window(cast.ada)
    await ada.goto("/cases")
    heading = ada.locator("#commands-list h3").first
    await press(ada, "j", "Control+k")
    await expect(heading).to_have_text("First share is slow")
    await press(ada, "Escape", "x", "Control+k")
    await expect(heading).to_have_text("1 chosen")
