"""What is pasted into the composer: pictures as files, text as text, and a text that names only what arrived."""

import asyncio
import re

from playwright.async_api import Locator, Page, Route, expect

from tests.browser.conftest import Window
from tests.browser.faulty import faulty
from tests.builders import a_case
from tests.cases.test_files import png
from tests.cast import Cast

PASTE = """(field, {text, files}) => {
    const transfer = new DataTransfer();
    if (text) transfer.setData("text/plain", text);
    for (const [name, type, bytes] of files) transfer.items.add(new File([new Uint8Array(bytes)], name, {type}));
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: transfer, bubbles: true, cancelable: true}));
}"""


def shot(width: int) -> tuple[str, str, list[int]]:
    return ("image.png", "image/png", list(png(width, 20)))


async def writing(window: Window, cast: Cast, kind: str = "note") -> tuple[Page, Locator]:
    case = await a_case(cast.ada)
    page = await window(cast.ada)
    await page.goto(f"/cases/{case.ref}")
    await page.keyboard.press(kind[0])
    return page, page.locator(f"#composer-{kind}-text")


async def paste(field: Locator, *files: tuple[str, str, list[int]], text: str = "") -> None:
    await field.evaluate(PASTE, {"text": text, "files": files})


async def test_pictures_of_one_moment_have_names_of_their_own_and_split_no_word(cast: Cast, window: Window) -> None:
    page, field = await writing(window, cast)
    await page.keyboard.type("Before and after:")
    await paste(field, shot(30), shot(40))
    await page.keyboard.type("as they were sent.")
    await expect(page.locator(".entry-picture img")).to_have_count(2)
    said = await field.input_value()
    names = re.findall(r"\(attached: (screenshot-[\d-]+\.png)\)", said)
    assert len(set(names)) == 2
    assert said == f"Before and after: (attached: {names[0]}) (attached: {names[1]}) as they were sent."
    for name in names:
        await expect(page.locator("#case-files")).to_contain_text(name)


async def test_cells_of_a_spreadsheet_are_text_although_a_picture_comes_with_them(cast: Cast, window: Window) -> None:
    page, field = await writing(window, cast)
    await paste(field, shot(30), text="node\terrors\na\t3")
    await expect(field).to_have_value(re.compile(r"\| node \| errors \|"))
    await expect(page.locator(".entry-picture")).to_have_count(0)


async def test_a_text_does_not_name_what_was_refused(cast: Cast, window: Window) -> None:
    page, field = await writing(window, cast)
    await page.keyboard.type("Run this:")
    await paste(field, ("mend.exe", "application/octet-stream", list(b"MZ" + b"0" * 200)))
    await page.keyboard.type("please.")
    await expect(page.locator(".toast-bad")).to_contain_text("mend.exe is a program.")
    await expect(page.locator(".toast-bad").get_by_role("button", name="Try again")).to_have_count(0)
    await expect(field).to_have_value("Run this: please.")


async def test_a_picture_that_did_not_get_through_is_sent_again_by_a_button(cast: Cast, window: Window) -> None:
    page, field = await writing(window, cast)
    line = await faulty(page, "**/attachments")
    await paste(field, shot(30))
    await expect(page.locator(".toast-bad")).to_contain_text("The file did not arrive.")
    await expect(field).to_have_value("")
    line.mend()
    await page.get_by_role("button", name="Try again").click()
    await expect(page.locator(".entry-picture img")).to_be_visible()
    await expect(field).to_have_value(re.compile(r"^\(attached: screenshot-[\d-]+\.png\) $"))


async def test_nothing_goes_out_before_the_file_that_it_names(cast: Cast, window: Window) -> None:
    page, field = await writing(window, cast, "reply")
    may_go = asyncio.Event()

    async def held(route: Route) -> None:
        await may_go.wait()
        await route.continue_()

    await page.route("**/attachments", held)
    await page.keyboard.type("Hello Lena, see")
    await paste(field, shot(30))
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".toast-bad")).to_contain_text("is still on its way.")
    await expect(page.locator(".entry-reply")).to_have_count(0)
    may_go.set()
    await expect(page.locator("#timeline")).to_contain_text("attached screenshot-")
    await field.focus()
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".entry-reply .entry-text")).to_contain_text("Hello Lena, see (attached: screenshot-")
