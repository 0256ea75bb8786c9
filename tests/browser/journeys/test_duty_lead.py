from playwright.async_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.journeys import arrives, go
from tests.cases.crew import owned, stands
from tests.cast import Cast


async def test_a_case_whose_owner_is_gone_is_caught_and_given_to_somebody(cast: Cast, window: Window) -> None:
    """An administrator disables Ada, the duty lead sees her critical case at once, and Ben finds it on his desk."""
    case = await owned(cast, cast.ada, claimed="A")
    for person in (cast.ben, cast.dora):
        await stands(person, capacity=0)
    adam, dora, ben = await window(cast.adam), await window(cast.dora), await window(cast.ben)
    await go(ben, "/")
    await expect(ben.locator("#main")).to_contain_text("You own no case")
    await go(dora, "/dead-ends")
    await expect(dora.locator("#page")).to_contain_text("no dead ends")
    await expect(dora.locator("#critical")).to_contain_text("Every case of severity A has an owner")

    await _disables_ada(adam)
    await expect(dora.locator("#caught")).to_contain_text(case.title)
    await expect(dora.locator("#caught")).to_contain_text("Ada")
    await dora.locator("#critical").get_by_role("link", name=case.title).click()
    await arrives(dora, f"**/cases/{case.ref}")
    await dora.get_by_role("button", name="More actions").click()
    await dora.get_by_role("button", name="Assign…").click()
    await expect(dora.get_by_label("To whom")).not_to_contain_text("Ada")
    await dora.get_by_label("To whom").select_option(label="Ben · available")
    await dora.get_by_role("button", name="Assign", exact=True).click()
    await expect(dora.locator("#case-head")).to_contain_text("Ben")

    await expect(ben.locator("#page")).to_contain_text("1 open")
    await expect(ben.locator("#page .rows").first).to_contain_text(case.title)
    await go(dora, "/dead-ends")
    await expect(dora.locator("#critical")).to_contain_text("Every case of severity A has an owner")
    await expect(dora.locator("#page")).to_contain_text("no dead ends")


async def _disables_ada(adam: Page) -> None:
    """What it moves is said before it moves."""
    await go(adam, "/people")
    await adam.get_by_role("link", name="Ada", exact=True).click()
    await adam.get_by_role("link", name="Disable").click()
    await expect(adam.locator("#roster-impact")).to_contain_text("Disabling strands it: everybody else on shift")
    await adam.get_by_role("button", name="Disable Ada").click()
    await expect(adam.locator(".head-facts")).to_contain_text("disabled")
