from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.builders import a_case
from tests.cast import Cast
from tests.people.test_notices import tell


async def test_what_one_person_does_appears_for_the_other_by_itself(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada, ben = await window(cast.ada), await window(cast.ben)
    await ada.goto(f"/cases/{case.ref}")
    await ben.goto(f"/cases/{case.ref}")
    await ben.locator("#composer-note-text").or_(ben.locator("[data-mode=note]")).first.click()
    await ben.locator("#composer-note-text").fill("half a thought of Ben's")
    await ada.locator("#composer-reply-text").fill("Hello Lena, I am looking at it now.")
    await ada.get_by_role("button", name="Send to customer").click()
    await expect(ben.locator("#timeline")).to_contain_text("I am looking at it now")
    await expect(ben.locator("#composer-note-text")).to_have_value("half a thought of Ben's")
    await expect(ada.locator("#composer-reply-text")).to_have_value("")


async def test_a_dialog_stays_open_while_others_work(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada, ben = await window(cast.ada), await window(cast.ben)
    await ada.goto(f"/cases/{case.ref}")
    await ben.goto(f"/cases/{case.ref}")
    await ben.keyboard.press("c")
    await ben.locator("#closure-note").fill("The key had been")
    await ada.keyboard.press("n")
    await ada.locator("#composer-note-text").fill("An internal note.")
    await ada.get_by_role("button", name="Add internal note").click()
    await expect(ben.locator("#timeline")).to_contain_text("An internal note.")
    await expect(ben.locator("#closing")).to_be_visible()
    await expect(ben.locator("#closure-note")).to_have_value("The key had been")


async def test_the_reply_gate_answers_in_place(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.locator("#composer-reply-text").fill("I will call you by 17:30.")
    await ada.keyboard.press("Control+Enter")
    await expect(ada.locator("#composer")).to_contain_text("no clock keeps it")
    await expect(ada.locator("#composer-reply-text")).to_have_value("I will call you by 17:30.")
    await ada.locator("input[name=gate_reason]").fill("they asked for a call, not a mail")
    await ada.get_by_role("button", name="Send to customer").click()
    await expect(ada.locator("#timeline")).to_contain_text("I will call you by 17:30.")


async def test_a_refused_form_survives_the_changes_of_others(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    ada, ben = await window(cast.ada), await window(cast.ben)
    await ada.goto(f"/cases/{case.ref}")
    await ben.goto(f"/cases/{case.ref}")
    await ada.locator("#composer-reply-text").fill("I will call you by 17:30.")
    await ada.get_by_role("button", name="Send to customer").click()
    await expect(ada.locator("#composer")).to_contain_text("no clock keeps it")
    await ben.keyboard.press("n")
    await ben.locator("#composer-note-text").fill("A note of Ben's.")
    await ben.get_by_role("button", name="Add internal note").click()
    await expect(ada.locator("#timeline")).to_contain_text("A note of Ben's.")
    await expect(ada.locator("#composer")).to_contain_text("no clock keeps it")


async def test_a_form_is_judged_against_what_its_writer_saw(cast: Cast, window: Window) -> None:
    """A live change must not slip the newest version under a half-filled form."""
    case = await a_case(cast.ada)
    ada, ben = await window(cast.ada), await window(cast.ben)
    await ada.goto(f"/cases/{case.ref}")
    await ben.goto(f"/cases/{case.ref}")
    await ben.locator('[data-opens="#correcting"]').click()
    await ben.locator("#facts-title").fill("Ben's title of the case")
    await ada.locator('[data-opens="#correcting"]').click()
    await ada.locator("#facts-title").fill("Ada's title of the case")
    await ada.get_by_role("button", name="Save the facts").click()
    await expect(ben.locator("#case-head")).to_contain_text("Ada's title")
    await ben.get_by_role("button", name="Save the facts").click()
    await expect(ben.locator("#facts-form")).to_contain_text("Somebody changed the title")
    await expect(ben.locator("#facts-form")).to_contain_text("Ada's title of the case")
    await expect(ben.locator("#facts-title")).to_have_value("Ben's title of the case")


async def test_the_title_says_how_much_is_new(cast: Cast, window: Window) -> None:
    ada = await window(cast.ada)
    await ada.goto("/notices")
    await expect(ada).to_have_title("Notices · Escalations")
    await tell(cast.ada, "one")
    await expect(ada).to_have_title("(1) Notices · Escalations")
    await tell(cast.ada, "two", thread="case/13")
    await expect(ada).to_have_title("(2) Notices · Escalations")
