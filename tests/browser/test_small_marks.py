"""What is small and easily broken: what folds, what is touched, which way a text reads, in which zone a time is meant."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.test_phones import PHONE
from tests.builders import a_case, an_article
from tests.cases.crew import owned, stands
from tests.cast import Cast
from tests.known_issues.test_similar_cases import a_closed_case, a_like_case
from tests.rapid_response.builders import a_covered_case

ARABIC = "لا يمكن تحميل المشاركة: mount error(13)."
LOG = "\n".join(f"2026-11-23T09:00:{second:02}Z ERR csi mount failed" for second in range(40))


async def at_case(window: Window, cast: Cast, ref: str, **shape: object) -> Page:
    page = await window(cast.ada, **shape)
    await page.goto(f"/cases/{ref}")
    return page


async def test_a_folded_log_is_one_line_with_one_mark(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada, description=f"The log:\n\n{LOG}")
    page = await at_case(window, cast, case.ref)
    shut = page.locator(".folded-part summary")
    await expect(shut).to_contain_text("Show long output")
    assert await shut.evaluate("one => one.clientHeight < 30 && getComputedStyle(one).listStyleType === 'none'")
    await shut.click()
    await expect(page.get_by_text("09:00:39Z")).to_be_visible()


async def test_a_text_reads_the_way_its_letters_do(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada, title=ARABIC, description=f"{ARABIC}\n\nIt fails since Monday.")
    page = await at_case(window, cast, case.ref)
    sides = await page.locator("#timeline .prose > p").evaluate_all(
        """paragraphs => paragraphs.slice(0, 2).map((one) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          const [text, whole] = [range.getBoundingClientRect(), one.getBoundingClientRect()];
          return text.left - whole.left > whole.right - text.right ? "right" : "left";
        })"""
    )
    assert sides == ["right", "left"]
    assert await page.locator("h1").evaluate("title => getComputedStyle(title).direction") == "rtl"
    await page.goto("/cases")
    row = page.get_by_role("link", name=ARABIC)
    assert await row.evaluate("link => getComputedStyle(link).direction") == "rtl"


async def test_a_thumb_beside_the_box_chooses_and_opens_nothing(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    page = await window(cast.ada, **PHONE)
    await page.goto("/cases")
    box = page.get_by_role("checkbox", name=f"Select {case.ref}")
    place = await box.bounding_box()
    assert place
    await page.touchscreen.tap(place["x"] + place["width"] / 2 + 12, place["y"] + place["height"] + 10)
    await expect(box).to_be_checked()
    await expect(page).to_have_url("/cases")


async def test_the_zone_beside_a_promise_is_that_of_its_day(cast: Cast, window: Window) -> None:
    await stands(cast.ada, time_zone="America/New_York")
    case = await owned(cast, cast.ada)
    page = await at_case(window, cast, case.ref)
    await page.locator("#composer-reply-text").focus()
    for day, zone in (("2031-07-15T16:00", "EDT"), ("2032-01-15T16:00", "EST"), ("2032-07-15T16:00", "EDT")):
        await page.locator("#reply-next-update").fill(day)
        await page.keyboard.press("Tab")
        await expect(page.locator("#reply-promise")).to_contain_text(zone)
        await expect(page.locator("#reply-next-update")).to_have_value(day)


async def test_a_similar_case_is_linked_by_its_number(cast: Cast, window: Window) -> None:
    await an_article(cast.ada)
    for _ in range(2):
        await a_closed_case(cast.ada)
    page = await at_case(window, cast, (await a_like_case(cast.ada)).ref)
    second = page.locator("#case-similar .suggestion").nth(1)
    await expect(second).to_have_attribute("data-key", "5")
    ref = await second.locator(".ref").inner_text()
    await page.keyboard.press("5")
    await expect(page.locator("#case-links")).to_contain_text(ref)


async def test_a_promise_is_withdrawn_by_key(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    page = await at_case(window, cast, case.ref)
    await page.locator("#composer-reply-text").fill("I will update you within 2 hours.")
    await page.get_by_role("button", name="Send to customer").click()
    await expect(page.locator("#composer")).to_contain_text("no clock keeps it")
    await page.get_by_role("button", name="Send to customer").click()
    await expect(page.locator("#case-clocks")).to_contain_text("“within 2 hours”")
    await expect(page.locator("#composer-reply-text")).to_have_value("")
    await page.keyboard.press("Escape")
    await page.keyboard.press("W")
    await expect(page.get_by_label("Why it is withdrawn")).to_be_focused()
    await page.keyboard.type("they asked us to wait")
    await page.keyboard.press("Enter")
    await expect(page.locator("#timeline")).to_contain_text("withdrew the promise “within 2 hours”")


async def test_the_board_is_read_at_twice_the_size(cast: Cast, window: Window) -> None:
    """A desk of 1440 pixels has 720 then. The title had the width of a letter."""
    await a_covered_case(cast)
    rex = await window(cast.rex, viewport={"width": 720, "height": 450})
    await rex.goto("/rapid-response")
    row = rex.locator(".rows-board .row").first
    await expect(row.locator(".c-why")).to_be_visible()
    assert await row.locator(".c-why").evaluate("why => why.clientWidth > 400")
    assert await row.evaluate("row => row.clientHeight < 200")


async def test_who_types_on_a_phone_has_no_bar_in_the_way(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    page = await at_case(window, cast, case.ref, **(PHONE | {"viewport": {"width": 390, "height": 420}}))
    bar = page.locator("#rail")
    await expect(bar).to_have_css("height", "52px")
    await page.locator("#composer-reply-text").focus()
    await expect(bar).to_have_css("height", "0px")
    await expect(page.get_by_role("button", name="Send to customer")).to_be_in_viewport()
    await page.keyboard.press("Escape")
    await expect(bar).to_have_css("height", "52px")
