"""A case from sign-in to its end, without a pointer: keys, the tab key, and what one types."""

from playwright.async_api import expect

from escalations.people.actions import set_password
from escalations.people.queries import person_for
from escalations.platform.events import SYSTEM
from tests.browser.conftest import Window
from tests.browser.journeys import arrives
from tests.browser.keyboard import command, press, tab_to
from tests.builders import a_case
from tests.cases.crew import stands
from tests.cast import Cast
from tests.support import as_system

PASSWORD = "correct horse battery staple"


async def test_a_case_is_worked_from_sign_in_to_its_end(cast: Cast, window: Window) -> None:
    for person in (cast.ada, cast.ben):
        await stands(person, presence="away")
    case = await a_case(cast.ada)
    async with as_system() as db:
        await set_password(db, await person_for(db, cast.ada.ref), PASSWORD, by=SYSTEM)
    page = await window(None)
    await page.goto("/sign-in")
    await tab_to(page, "E-mail")
    await page.keyboard.type(cast.ada.email)
    await tab_to(page, "Password")
    await page.keyboard.type(PASSWORD)
    await press(page, "Enter")
    await arrives(page, "**/")

    await press(page, "j", "Enter")
    await arrives(page, f"**/cases/{case.ref}")
    await press(page, "a")
    head, timeline = page.locator("#case-head"), page.locator("#timeline")
    await expect(head).to_contain_text("Ada")

    await press(page, "n")
    await page.keyboard.type("Seen on two nodes.")
    await press(page, "Control+Enter")
    await expect(timeline).to_contain_text("Seen on two nodes.")

    await press(page, "z")
    await tab_to(page, "Why it can sleep")
    await page.keyboard.type("They test tonight.")
    await press(page, "Enter")
    await expect(head).to_contain_text("snoozed")
    await press(page, "w")
    await expect(head).not_to_contain_text("snoozed")

    await command(page, "priority", "Change severity")
    await tab_to(page, "B moderate")
    await press(page, "ArrowRight")
    await tab_to(page, "In your own words")
    await page.keyboard.type("A second share is fine.")
    await tab_to(page, "Change severity")
    await press(page, "Enter")
    await expect(page.locator("#assessing [aria-invalid=true]")).to_be_visible()
    await expect(page.locator("#severity-reason")).to_have_value("A second share is fine.")

    await tab_to(page, "Cancel")
    await press(page, "Enter")
    await expect(page.locator("#assessing")).to_be_hidden()
    await press(page, "r")
    await page.keyboard.type("Hello Lena, the share answers again.")
    await press(page, "Control+Enter")
    await expect(timeline).to_contain_text("the share answers again")

    await press(page, "c")
    await tab_to(page, "How it ended")
    await page.keyboard.type("Fixed")
    await tab_to(page, "What solved it")
    await page.keyboard.type("The node was replaced.")
    await press(page, "Control+Enter")
    await expect(head).to_contain_text("closed: fixed")
    await expect(page.locator("#page h1:focus, #page :focus-within").first).to_be_visible()
