"""The roster in a real browser: look, change one's mind, look again, save; and a decision's tables come when they are opened."""

from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.builders import a_case
from tests.cast import Cast
from tests.desk.scenes import owned


async def test_what_was_typed_stays_from_look_to_save(cast: Cast, window: Window) -> None:
    case = await owned(cast)
    dora = await window(cast.dora)
    await dora.goto(f"/people/{cast.ada.ref}")
    await dora.get_by_role("link", name="Edit roster").click()
    await dora.get_by_label("Capacity in units").fill("1")
    await dora.get_by_label("Storage", exact=True).select_option("storage:0")
    await expect(dora.get_by_role("button", name="Save")).to_have_count(0)
    await dora.get_by_role("button", name="See what it moves").click()
    await expect(dora.locator("#roster-impact")).to_contain_text("Ada holds 1 open case.")
    await expect(dora.locator("#roster-impact")).to_contain_text("which Ada would no longer have")
    await dora.locator("#roster-impact summary").first.click()
    await expect(dora.locator("#roster-impact")).to_contain_text(case.ref)
    await dora.get_by_label("Capacity in units").fill("2")
    await dora.get_by_role("button", name="Save").click()
    await expect(dora.locator("#roster-form [role=alert]")).to_contain_text("Look again, then save")
    await expect(dora.get_by_label("Capacity in units")).to_have_value("2")
    await dora.get_by_role("button", name="Save").click()
    await dora.wait_for_url(f"**/people/{cast.ada.ref}")
    await expect(dora.locator("#person-facts")).to_contain_text("2 units")
    await expect(dora.locator("#person-specialties")).not_to_contain_text("Storage")


async def test_disabling_is_asked_for_with_what_it_moves(cast: Cast, window: Window) -> None:
    await owned(cast)
    adam = await window(cast.adam)
    await adam.goto(f"/people/{cast.ada.ref}")
    await adam.get_by_role("link", name="Disable").click()
    await expect(adam.locator("#roster-impact")).to_contain_text("Disabling sends 1 case back to its queue")
    await adam.get_by_role("button", name="Disable Ada").click()
    await adam.wait_for_url(f"**/people/{cast.ada.ref}")
    await expect(adam.locator(".head-facts")).to_contain_text("disabled")
    await adam.get_by_role("button", name="Enable").click()
    await expect(adam.locator(".head-facts")).not_to_contain_text("disabled")


async def test_the_tables_of_a_decision_come_when_they_are_opened(cast: Cast, window: Window) -> None:
    """Whoever comes may be a reason to decide again, so there can be more than one decision."""
    case = await a_case(cast.ada)
    ben = await window(cast.ben)
    await ben.goto(f"/cases/{case.ref}")
    await ben.locator("#case-why").get_by_role("link", name="all of it").click()
    await ben.wait_for_url("**/why")
    await expect(ben.locator("table.matrix")).to_have_count(0)
    await ben.get_by_text("people, hurdle by hurdle").first.click()
    await expect(ben.locator("table.matrix").first).to_contain_text("is not cleared for Public")
    await ben.get_by_text("rules, condition by condition").first.click()
    await expect(ben.locator("table.matrix").first).to_contain_text("decided")
