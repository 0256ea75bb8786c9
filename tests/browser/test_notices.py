"""Notices by the keys alone: the row in focus is read where it stands, opening one reads it, all are read and taken back."""

from playwright.async_api import expect

from ..builders import a_case
from ..cast import Cast
from ..people.test_notices import tell
from .conftest import Window


async def test_a_list_of_notices_is_worked_by_keys(cast: Cast, window: Window) -> None:
    for number in (1, 2, 3):
        await tell(cast.ada, str(number), f"Reason {number}", f"case/90{number}")
    await tell(cast.ada, "more", "Reason 4", "case/903")
    ada = await window(cast.ada)
    await ada.goto("/notices")
    rows = ada.locator("#notice-rows > .row")
    await expect(rows).to_have_count(3)
    await ada.keyboard.press("m")
    await expect(ada.locator("#notice-rows > .row-read")).to_have_count(0)
    await ada.keyboard.press("j")
    await ada.keyboard.press("j")
    await ada.keyboard.press("m")
    await expect(ada.locator("#about-case-902.row-read")).to_be_visible()
    await expect(ada.locator("#about-case-902 .row-link")).to_be_focused()
    await expect(ada.locator("#bell-link .rail-count")).to_contain_text("2")
    await expect(ada.locator("#notice-tabs a").first).to_contain_text("2")
    await ada.keyboard.press("m")
    await expect(ada.locator("#about-case-902.row-read")).to_have_count(0)
    await ada.keyboard.press("k")
    await ada.keyboard.press("o")
    await expect(ada.locator("#about-case-903-earlier")).to_contain_text("Reason 3")
    await expect(ada.locator("#about-case-903-earlier li")).to_be_visible()


async def test_all_are_read_and_an_undo_brings_them_back(cast: Cast, window: Window) -> None:
    for number in (1, 2):
        await tell(cast.ada, str(number), f"Reason {number}", f"case/90{number}")
    ada = await window(cast.ada)
    await ada.goto("/notices")
    await ada.keyboard.press("Shift+M")
    await expect(ada.locator("#notices")).to_contain_text("Nothing new.")
    await expect(ada.locator("#bell-link .rail-count")).to_have_count(0)
    await ada.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(ada.locator("#notice-rows > .row")).to_have_count(2)
    await expect(ada.locator("#bell-link .rail-count")).to_contain_text("2")


async def test_what_is_opened_is_read(cast: Cast, window: Window) -> None:
    """Also what is no case, whose page says of nobody that they look at it."""
    case = await a_case(cast.ada)
    await tell(cast.ada, "one", "Reason 1", case.subject)
    await tell(cast.ada, "two", "Reason 2", "rotation/1", page="/on-call")
    ada = await window(cast.ada)
    await ada.goto("/notices")
    await expect(ada.locator("#notice-rows > .row")).to_have_count(2)
    async with ada.expect_request("**/notices/sight"):
        await ada.keyboard.press("j")
        await ada.keyboard.press("Enter")
    await expect(ada.locator("#bell-link .rail-count")).to_contain_text("1")
    await ada.goto(f"/cases/{case.ref}")
    await expect(ada.locator("#bell-link .rail-count")).to_have_count(0)


async def test_news_come_in_while_one_reads(cast: Cast, window: Window) -> None:
    await tell(cast.ada, "one", "Reason 1", "case/901")
    ada = await window(cast.ada)
    await ada.goto("/notices")
    await ada.keyboard.press("j")
    await tell(cast.ada, "two", "Reason 2", "case/902")
    await expect(ada.locator(".rows-news")).to_contain_text("1 new")
    await expect(ada.locator("#about-case-901 .row-link")).to_be_focused()
    await ada.keyboard.press(".")
    await expect(ada.locator("#notice-rows > .row")).to_have_count(2)
