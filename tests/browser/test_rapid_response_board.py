from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.cast import Cast
from tests.rapid_response.builders import a_covered_case


async def test_a_covered_customers_critical_case_appears_on_the_open_board(cast: Cast, window: Window) -> None:
    rex = await window(cast.rex)
    await rex.goto("/rapid-response")
    await expect(rex.locator("#main")).to_contain_text("No covered customer has an open case")
    case = await a_covered_case(cast)
    row = rex.locator(f"#board-{case.ref}")
    await expect(row).to_contain_text("Nordhavn Rail")
    await expect(row).to_contain_text("severity A")

    await row.get_by_role("link").click()
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.get_by_role("button", name="Ask rapid response").click()
    await ada.locator("#asking-rapid-response textarea").fill("All stores are closed and the press has asked.")
    await ada.locator("#asking-rapid-response").get_by_role("button", name="Ask rapid response").click()
    await rex.get_by_role("button", name="Take it for rapid response").click()
    await expect(rex.locator("#case-cover")).to_contain_text("Rex leads")
    await rex.goto("/rapid-response")
    await expect(row).to_contain_text("rapid response has it")
