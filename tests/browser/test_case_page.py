"""Two people at one case: they see each other, and what each of them does."""

import os
import re
from dataclasses import replace

from playwright.async_api import Page, expect

from escalations.cases.actions import add_customer_message, add_note
from escalations.cases.queries import case_for
from escalations.people.access import COOKIE
from tests.browser.conftest import Window, signed_in
from tests.builders import a_case
from tests.cases.macros.test_macros import ASKS, a_macro
from tests.cases.test_files import png
from tests.cases.test_quoting import GMAIL, LOG
from tests.cast import Cast
from tests.support import as_person


async def picture(page: Page, name: str) -> None:
    """In four shapes, where somebody wants to look."""
    if not (folder := os.environ.get("ESCALATIONS_PICTURES")):
        return
    for width, height in ((1440, 900), (390, 844)):
        for scheme in ("light", "dark"):
            await page.set_viewport_size({"width": width, "height": height})
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            await page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png")
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.emulate_media(color_scheme="light")


async def at_case(window: Window, person: object, ref: str) -> Page:
    page = await window(person)  # type: ignore[arg-type]
    await page.goto(f"/cases/{ref}")
    return page


async def test_two_at_a_case_see_each_other_and_are_warned_when_both_reply(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await at_case(window, cast.ada, case.ref)
    ben = await at_case(window, cast.ben, case.ref)
    await expect(ada.locator("#case-visitors")).to_contain_text(f"{cast.ben.name} is looking")
    await ben.locator("#composer-reply-text").press_sequentially("Hello Lena, I look at it.")
    await expect(ada.locator("#case-visitors")).to_contain_text(f"{cast.ben.name} is replying")
    await picture(ada, "visits-replying")
    await ada.locator("#composer-reply-text").press_sequentially("Hello Lena,")
    await expect(ada.locator("#case-visitors")).to_contain_text("Agree who answers")
    await expect(ben.locator("#case-visitors")).to_contain_text(f"{cast.ada.name} is replying")
    await picture(ada, "visits-both")
    await ben.close()
    await expect(ada.locator("#case-visitors")).to_be_empty()


async def test_what_was_just_said_is_seen(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ben) as db:
        for number in range(12):
            await add_note(
                db, await case_for(db, cast.ben, case.ref, lock=True), f"Looked at node {number}.", by=cast.ben
            )
    ada = await at_case(window, cast.ada, case.ref)
    await ada.keyboard.press("n")
    await ada.keyboard.type("It is the thirteenth node.")
    await ada.keyboard.press("Control+Enter")
    said = ada.locator("#timeline .entry-note", has_text="It is the thirteenth node.")
    await expect(said).to_be_in_viewport(ratio=1)
    above = "(said) => said.getBoundingClientRect().bottom <= document.querySelector('#composer').getBoundingClientRect().top"
    await ada.wait_for_function(above, arg=await said.element_handle())


async def test_a_macro_is_chosen_seen_and_applied_by_keyboard(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    for text in (
        ASKS,
        replace(
            ASKS,
            name="Does it still happen?",
            body="Does it still happen, {first name}? We saw [[what]].",
            wait_on=None,
        ),
    ):
        await a_macro(cast.ada, text)
    await a_macro(
        cast.ada,
        replace(ASKS, name="Hand-over", kind="note", body="**{case}** goes on with [[step]].", wait_on=None),
        private=True,
    )
    ada = await at_case(window, cast.ada, case.ref)
    await ada.locator("#composer-reply-text").fill("Good morning.")
    await ada.locator("#composer-reply-text").blur()
    await ada.keyboard.press("p")
    dialog = ada.locator("#macros-dialog")
    await expect(dialog.get_by_text("Hand-over")).to_be_visible()
    await ada.keyboard.type("node pool")
    await expect(dialog.get_by_text("Hand-over")).to_be_hidden()
    await ada.keyboard.press("ArrowDown")
    await expect(dialog.locator(".difference-same")).to_contain_text("Good morning.")
    await expect(dialog.locator("ins")).to_contain_text("waits for the customer until")
    await picture(ada, "macro-preview")
    await ada.keyboard.press("Enter")
    await expect(dialog).to_be_hidden()
    await expect(ada.locator("#composer-reply-text")).to_have_value(re.compile("Good morning.\n\nHello Lena,"))
    await expect(ada.locator("#case-head")).to_contain_text("customer's turn")
    await expect(ada.locator("#composer-reply-text")).to_be_focused()
    await picture(ada, "macro-applied")


async def test_a_colleague_is_mentioned_by_keyboard(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await at_case(window, cast.ada, case.ref)
    await ada.keyboard.press("n")
    await ada.keyboard.type("Have a look, @")
    await expect(ada.get_by_role("option").first).to_be_visible()
    await expect(ada.get_by_role("option", name=cast.cleo.name)).to_have_count(0)
    await picture(ada, "mention-options")
    await ada.keyboard.type("be")
    await expect(ada.get_by_role("option")).to_have_count(1)
    await ada.keyboard.press("Enter")
    await ada.keyboard.type("please.")
    await expect(ada.locator("#composer-note-text")).to_have_value(f"Have a look, @{cast.ben.name} please.")
    await ada.keyboard.press("Control+Enter")
    await expect(ada.locator(".entry-note strong")).to_have_text(f"@{cast.ben.name}")
    await picture(ada, "mention-told")


PASTE_TEXT = """(field, text) => {
    const transfer = new DataTransfer();
    transfer.setData("text/plain", text);
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: transfer, bubbles: true, cancelable: true}));
}"""
PASTE = """(field, bytes) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], "image.png", {type: "image/png"}));
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: transfer, bubbles: true, cancelable: true}));
}"""


async def test_a_pasted_picture_goes_to_the_case_and_is_named_in_the_text(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await at_case(window, cast.ada, case.ref)
    await ada.keyboard.press("n")
    note = ada.locator("#composer-note-text")
    await note.fill("The portal says:")
    await note.evaluate(PASTE, list(png(240, 120)))
    await expect(note).to_have_value(re.compile(r"^The portal says: \(attached: screenshot-\d+-\d+\.png\) $"))
    await expect(ada.locator(".entry-picture img")).to_be_visible()
    await expect(ada.locator("#case-files")).to_contain_text("internal")
    await picture(ada, "file-pasted")
    await ada.keyboard.press("Control+Enter")
    await expect(ada.locator(".entry-note")).to_contain_text("The portal says")


async def test_what_was_sent_after_the_session_ended_is_sent_when_the_same_person_is_back(
    cast: Cast, window: Window, site: str
) -> None:
    case = await a_case(cast.ada)
    ada = await at_case(window, cast.ada, case.ref)
    await ada.keyboard.press("n")
    await ada.keyboard.type("The second node pool.")
    await ada.context.clear_cookies(name=COOKIE)
    await ada.keyboard.press("Control+Enter")
    bar = ada.locator("#connection")
    await expect(bar).to_contain_text("is sent when you are back")
    await expect(ada.locator("#composer-note-text")).to_have_value("The second node pool.")
    await picture(ada, "signed-out")
    await ada.context.add_cookies([await signed_in(cast.ada, site)])
    await ada.evaluate("window.dispatchEvent(new Event('focus'))")
    await expect(ada.locator(".entry-note")).to_contain_text("The second node pool.")
    await expect(bar).to_be_hidden()


async def test_quotes_fold_and_open(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        await add_customer_message(
            db, await case_for(db, cast.ada, case.ref, lock=True), f"{GMAIL}\n\n{LOG}", by=cast.ada
        )
    ada = await at_case(window, cast.ada, case.ref)
    await expect(ada.get_by_text("Please rotate the key")).to_be_hidden()
    await picture(ada, "quotes-folded")
    await ada.get_by_text("Show quoted text").click()
    await expect(ada.get_by_text("Please rotate the key")).to_be_visible()
    await picture(ada, "quotes-open")


async def test_what_one_writes_is_previewed_and_tables_are_pasted_as_such(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await at_case(window, cast.ada, case.ref)
    field = ada.locator("#composer-reply-text")
    await field.fill("Hello ")
    await ada.keyboard.press("Control+b")
    await ada.keyboard.type("Lena")
    await expect(field).to_have_value("Hello **Lena**")
    await field.fill("")
    await field.evaluate(PASTE_TEXT, "Node\tState\npool-1\tready\npool-2\tdown")
    await expect(field).to_have_value("| Node | State |\n| --- | --- |\n| pool-1 | ready |\n| pool-2 | down |\n")
    await ada.keyboard.press("Control+.")
    await expect(ada.locator("#composer-reply-preview td").first).to_have_text("pool-1")
    await picture(ada, "preview")


async def test_a_long_title_is_read_whole_in_a_wide_window(cast: Cast, window: Window) -> None:
    """The head stays as high as it is, since what sticks below it counts on that."""
    case = await a_case(cast.ada, title="Uploads to the storage account end with 503 " * 4)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    title = ada.locator("#case-head h1")
    cut = "(title) => title.scrollHeight > title.clientHeight + 1 || title.scrollWidth > title.clientWidth + 1"
    assert not await title.evaluate(cut)
    inside = "(title) => title.getBoundingClientRect().top >= 0 && document.querySelector('.head').scrollHeight <= document.querySelector('.head').clientHeight"
    assert await title.evaluate(inside)
