"""What is printed says all of what it shows, and as of when, and nothing that one could only press."""

from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.browser.stage import set_stage
from tests.builders import a_case
from tests.cast import Cast

LONG = "Uploads of the nightly export to the archive in the second region end with an error that names no cause at all"
A4 = {"width": 718, "height": 1016}
CUT = """() => [...document.querySelectorAll(".row .c-title, .row .row-link")]
    .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1).map((one) => one.textContent)"""
PRESSED = "() => [...document.querySelectorAll('button:not(.ref), .button, input, select, textarea')].filter((one) => one.checkVisibility()).map((one) => one.outerHTML)"


async def test_a_list_on_paper_has_its_titles_whole_and_no_menus(cast: Cast, window: Window) -> None:
    await a_case(cast.ada, title=LONG)
    page = await window(cast.ada, viewport=A4)
    await page.goto("/cases")
    await page.emulate_media(media="print")
    await expect(page.get_by_text(LONG)).to_be_visible()
    assert await page.evaluate(CUT) == []
    assert await page.evaluate(PRESSED) == []
    await expect(page.locator(".list-columns li").first).to_be_hidden()


async def test_the_board_on_paper_gives_the_sentence_its_room(cast: Cast, window: Window) -> None:
    await set_stage(cast)
    page = await window(cast.dora, viewport=A4)
    await page.goto("/rapid-response")
    await page.emulate_media(media="print")
    row = page.locator("#board .row").first
    await expect(row).to_be_visible()
    size = await row.locator(".c-why").bounding_box()
    assert size
    assert size["width"] > A4["width"] * 0.4, "the sentence stands in a narrow column"
    await expect(row.locator("details dl, details ul").first).to_be_hidden()
    assert await page.evaluate(PRESSED) == []


async def test_an_incident_on_paper_has_its_numbers_and_no_empty_forms(cast: Cast, window: Window) -> None:
    await set_stage(cast)
    page = await window(cast.dora, viewport=A4)
    await page.goto("/incidents/I-1")
    await page.emulate_media(media="print")
    await expect(page.locator("#main")).to_contain_text("Linked cases")
    assert await page.evaluate(PRESSED) == []


async def test_paper_says_when_it_was_printed_in_the_zone_of_its_reader(cast: Cast, window: Window) -> None:
    page = await window(cast.ada, viewport=A4)
    await page.goto("/cases")
    told = page.locator(".on-paper")
    await expect(told).to_be_hidden()
    await page.emulate_media(media="print")
    await expect(told).to_contain_text("UTC")
    await page.evaluate("document.querySelector('[data-printed]').dataset.printed = 'Asia/Kolkata'")
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    await expect(told).to_contain_text("GMT+5:30")
