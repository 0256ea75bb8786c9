from playwright.async_api import Page, expect

from tests.browser.conftest import Window
from tests.builders import a_case
from tests.cast import Cast

POST = """async (url) => (await fetch(url, {method: "POST", headers: {"x-csrftoken": JSON.parse(
    document.body.getAttribute("hx-headers:inherited"))["x-csrftoken"]}, body: new URLSearchParams({text: "Mine now."})})).status"""


async def test_the_auditor_reads_everything_and_changes_nothing(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    otto = await window(cast.otto)
    await otto.goto(f"/cases/{case.ref}")
    await expect(otto.locator("#timeline")).to_contain_text("mount error(13)")
    assert await _verbs(otto) == []
    await otto.get_by_role("link", name="Audit trail").click()
    await expect(otto.get_by_role("table")).to_contain_text("opened the case")
    await otto.goto(f"/cases/{case.ref}")
    assert await otto.evaluate(POST, f"/cases/{case.ref}/notes") == 403
    assert await otto.evaluate(POST, f"/cases/{case.ref}/claim") == 403


async def _verbs(page: Page) -> list[str]:
    """Every button of the page that would send something or open a form that does."""
    await page.wait_for_load_state("networkidle") if not await page.locator(
        "#live"
    ).count() else await page.wait_for_timeout(500)
    return await page.locator("#page :is(form button, [data-opens])").all_inner_texts()


async def test_a_case_one_is_not_cleared_for_does_not_exist(cast: Cast, window: Window) -> None:
    case = await a_case(cast.ada)
    cleo = await window(cast.cleo)
    answer = await cleo.goto(f"/cases/{case.ref}")
    assert answer is not None and answer.status == 404
    await expect(cleo.locator("h1")).to_have_text("There is nothing here that you can see")
    assert case.title not in await cleo.content()
    assert await cleo.evaluate(POST, f"/cases/{case.ref}/notes") == 404
