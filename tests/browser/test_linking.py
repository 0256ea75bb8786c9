import re

from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.builders import an_article
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import run_jobs


async def test_a_known_issue_is_linked_and_named_as_what_solved_it(cast: Cast, window: Window) -> None:
    await an_article(cast.ada)
    case = await a_hit_case(cast.ada)
    await run_jobs()
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    known = ada.locator("#case-known-issues")
    await expect(known.locator(".suggestion .evidence")).to_contain_text("mount")
    await ada.keyboard.press("1")
    await expect(known).to_contain_text(re.compile("linked", re.I))
    await known.get_by_role("button", name="Solved it").click()
    await expect(known).to_contain_text("solved it")
    await expect(ada.locator("#timeline")).to_contain_text("KI-1")


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
