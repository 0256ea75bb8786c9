from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.cases.crew import stands
from tests.cast import Cast
from tests.desk.scenes import unowned


async def test_an_unowned_critical_case_is_listed_and_given_to_somebody(cast: Cast, window: Window) -> None:
    for person in (cast.ada, cast.ben, cast.dora):
        await stands(person, capacity=0)
    case = await unowned(cast, claimed="A")
    ada, dora = await window(cast.ada), await window(cast.dora)
    await ada.goto("/")
    await expect(ada.locator("#page")).to_contain_text("You own no case")
    await dora.goto("/dead-ends")
    await expect(dora.locator("#page")).to_contain_text("no dead ends")
    await dora.locator("#critical").get_by_role("link", name=case.title).click()
    await dora.get_by_role("button", name="More actions").click()
    await dora.get_by_role("button", name="Assign…").click()
    await dora.get_by_label("To whom").select_option(label="Ada · available")
    await dora.get_by_role("button", name="Assign", exact=True).click()
    await expect(dora.locator("#case-head")).to_contain_text("Ada")
    await expect(ada.locator("#page")).to_contain_text("1 open")
    await expect(ada.locator("#page .rows").first).to_contain_text(case.title)
    await dora.goto("/dead-ends")
    await expect(dora.locator("#critical")).to_contain_text("Every case of severity A has an owner")
