"""Where the focus is when a page comes, and by which keys one goes on from it."""

from playwright.async_api import expect

from escalations.cases.actions import add_customer_message
from escalations.cases.queries import case_for
from escalations.incidents.actions import confirm_link
from escalations.product_groups.actions import ask_support
from escalations.product_groups.queries import escalation_for
from tests.browser.conftest import Window
from tests.builders import a_case, a_customer
from tests.cases.crew import owned
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.product_groups.builders import an_escalation
from tests.support import as_person


async def test_a_page_that_is_a_form_begins_in_it(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await ada.goto("/")
    await ada.keyboard.press("c")
    await expect(ada.get_by_label("Customer", exact=True)).to_be_focused()
    async with as_person(cast.ada) as db:
        held = await case_for(db, cast.ada, case.ref, lock=True)
        await add_customer_message(db, held, "The second cluster fails too.", by=cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.wait_for_selector("#assigning", state="attached")
    await ada.keyboard.press("d")
    await expect(ada.get_by_role("checkbox").first).to_be_focused()
    await ada.get_by_label("Title of the new case").fill("The second cluster")
    await ada.get_by_label("Why it is a problem of its own").fill("It has another cause.")
    await ada.keyboard.press("Escape")
    await ada.keyboard.press("g")
    await ada.keyboard.press("w")
    await expect(ada).to_have_title("My work · Escalations")


async def test_a_preview_puts_the_verb_at_hand(cast: Cast, window: Window) -> None:
    customer = await a_customer()
    first, second = await a_case(cast.ada, customer), await a_case(cast.ada, customer)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{first.ref}/merging")
    await expect(ada.get_by_role("checkbox").first).to_be_focused()
    await ada.keyboard.press("Space")
    await ada.keyboard.press("Enter")
    await expect(ada.get_by_label("What shows that they are one")).to_be_focused()
    await ada.keyboard.type("The same share, the same hour.")
    await ada.get_by_role("button", name=f"Merge {second.ref} into {first.ref}").press("Enter")
    await expect(ada.locator("#timeline")).to_contain_text("The same share, the same hour.")


async def test_what_the_product_group_asks_is_answered_by_one_key(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    escalation = await an_escalation(cast, case)
    async with as_person(cast.pia) as db:
        asked = await escalation_for(db, cast.pia, escalation.ref)
        await ask_support(db, asked, "Which node pool is it?", by=cast.pia)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await expect(ada.locator("#case-escalations")).to_contain_text("Which node pool is it?")
    await ada.keyboard.press("E")
    await expect(ada.get_by_label("Your answer")).to_be_focused()
    await ada.keyboard.type("It is the second one.")
    await ada.keyboard.press("Control+Enter")
    await expect(ada.locator("#toasts")).to_contain_text("has your answer")


async def test_j_goes_on_from_the_escalation_that_is_open(cast: Cast, window: Window) -> None:
    customer = await a_customer()
    for title in ("First mount fails", "Second mount fails", "Third mount fails"):
        await an_escalation(cast, await a_case(cast.ada, customer, title=title))
    pia = await window(cast.pia)
    await pia.goto("/escalations")
    await pia.keyboard.press("j")
    second = pia.locator(".row-link:focus")
    title = await second.inner_text()
    assert title == await pia.locator(".row-link").nth(1).inner_text()
    await pia.keyboard.press("Enter")
    await expect(pia.locator("#pane > h2")).to_have_text(title)
    await pia.wait_for_load_state("load")
    await expect(pia.locator("body")).to_be_focused()
    await pia.keyboard.press("k")
    await expect(pia.locator(".row-link").first).to_be_focused()


async def test_a_link_to_an_incident_is_ended_by_its_key(cast: Cast, window: Window) -> None:
    incident, case = await an_incident(cast.dora), await a_hit_case(cast.ada)
    async with as_person(cast.ada) as db:
        await confirm_link(db, case, incident, by=cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await expect(ada.locator(f"#linked-{incident.ref}")).to_be_visible()
    await ada.keyboard.press("I")
    await expect(ada.get_by_label("What shows that it is not")).to_be_focused()
    await ada.keyboard.type("They run in another region.")
    await ada.keyboard.press("Enter")
    await expect(ada.locator(f"#linked-{incident.ref}")).to_have_count(0)


async def test_what_was_said_of_a_lost_connection_goes_with_it(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("n")
    await ada.keyboard.type("Port 445 is open.")
    await expect(ada.locator("#note-draft")).to_contain_text("Draft kept")
    await ada.context.set_offline(True)
    await ada.keyboard.press("Control+Enter")
    await expect(ada.locator("#toasts")).to_contain_text("Nothing was sent")
    await ada.context.set_offline(False)
    await expect(ada.locator("#toasts")).not_to_contain_text("Nothing was sent")
    await ada.keyboard.press("Control+Enter")
    await expect(ada.locator("#timeline")).to_contain_text("Port 445 is open.")
    await expect(ada.locator("#toasts")).to_contain_text("Note added.")
    await ada.keyboard.press("Escape")
    await ada.keyboard.press("Escape")
    await expect(ada.locator("#toasts")).to_be_empty()
