"""Where a form begins, what its keys send, and where the caret goes when something in it is wrong."""

from playwright.async_api import expect

from escalations.cases.actions import add_customer_message
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from tests.browser.conftest import Window
from tests.cases.crew import owned
from tests.cast import Cast
from tests.incidents.scenes import an_incident
from tests.product_groups.builders import taught
from tests.support import as_person


async def wrote_again(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        held = await case_for(db, cast.ada, case.ref, lock=True)
        await add_customer_message(db, held, "Our certificate was not renewed either.", by=cast.ada)


async def test_ctrl_enter_shows_first_what_a_split_would_be(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}/split")
    await expect(ada.locator("#main")).to_contain_text("The customer wrote only once.")
    await wrote_again(cast, case)
    await ada.reload()
    await ada.get_by_role("checkbox").nth(1).check()
    await ada.get_by_label("Title of the new case").fill("The certificate")
    await ada.get_by_label("Why it is a problem of its own").fill("It has another cause.")
    await ada.keyboard.press("Control+Enter")
    await expect(ada.locator("#split-form")).to_contain_text("The new case would be:")
    await expect(ada.get_by_role("button", name="Split it off")).to_be_focused()
    assert ada.url.endswith("/split"), "its address can be opened again"
    await ada.keyboard.press("Enter")
    await expect(ada.locator("h1")).to_have_text("The certificate")
    await expect(ada.locator("#toasts .toast")).to_contain_text(f"is split off {case.ref}.")


async def test_a_hand_is_raised_once_in_the_field_that_the_link_names(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ben = await window(cast.ben)
    await ben.goto(f"/cases/{case.ref}/help#hand")
    await expect(ben.get_by_label("What I can do for it")).to_be_focused()
    await ben.keyboard.type("I know this kind of share.")
    await ben.keyboard.press("Control+Enter")
    await expect(ben.locator("#helpers")).to_contain_text("hand raised")
    await expect(ben.locator("#hand")).to_have_count(0)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}/help")
    await expect(ada.get_by_role("button", name="Accept")).to_be_focused()
    await ada.keyboard.press("Enter")
    await expect(ada.locator("#toasts .toast")).to_have_text(f"{cast.ben.name} helps.")


async def test_a_form_beside_its_button_begins_in_its_first_field(cast: Cast, window: Window) -> None:
    incident = await an_incident(cast.dora)
    dora = await window(cast.dora)
    await dora.goto(f"/incidents/{incident.ref}")
    await dora.keyboard.press("m")
    await expect(dora.get_by_label("What ended it")).to_be_focused()
    await dora.keyboard.type("Traffic moved away.")
    await expect(dora.get_by_label("What ended it")).to_have_value("Traffic moved away.")


async def test_the_caret_goes_to_what_is_wrong_now(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    await taught(case, "correlation_id", returned=14, without=20)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await expect(ada.locator("#case-escalations [data-key=e]")).to_be_visible()
    await ada.keyboard.press("e")
    form = ada.locator("#escalate-form")
    asked, tried = form.get_by_label("What you ask of them"), form.get_by_label("What was tried").first
    for field in (form.get_by_label("What it does to the customer"), tried):
        await field.fill("Nobody can work.")
    await form.get_by_role("button", name="Escalate", exact=True).click()
    await expect(asked).to_be_focused()
    await expect(asked).to_have_attribute("aria-invalid", "true")
    await asked.fill("Why is it slow?")
    await form.get_by_role("button", name="Escalate", exact=True).click()
    wrong = form.locator("[aria-invalid]")
    await expect(wrong).to_have_count(1)
    await expect(wrong).not_to_have_id("escalate-asked")
    await expect(wrong).to_be_focused()
