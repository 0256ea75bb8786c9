from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import run_jobs


async def test_a_case_linked_to_an_incident_appears_on_the_page_of_the_incident(cast: Cast, window: Window) -> None:
    incident = await an_incident(cast.dora)
    case = await a_hit_case(cast.ada)
    await run_jobs()
    ada, ben = await window(cast.ada), await window(cast.ben)
    await ben.goto(f"/incidents/{incident.ref}")
    await expect(ben.locator("#incident-cases")).not_to_contain_text(case.title)
    await ada.goto(f"/cases/{case.ref}")
    await expect(ada.locator("#case-incidents")).to_contain_text(incident.title)
    await ada.keyboard.press("i")
    await expect(ada.locator(f"#linked-{incident.ref}")).to_contain_text("active")
    await expect(ben.locator("#incident-cases")).to_contain_text(case.title)
    await expect(ben.locator("#incident-impact")).to_contain_text("1 case")
