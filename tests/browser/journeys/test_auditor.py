from playwright.async_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.journeys import arrives, go
from tests.builders import a_case
from tests.cast import Cast

POST = """async (url) => (await fetch(url, {method: "POST", headers: {"x-csrftoken": JSON.parse(
    document.body.getAttribute("hx-headers:inherited"))["x-csrftoken"]}, body: new URLSearchParams({text: "Mine now."})})).status"""


async def test_the_auditor_reads_along_and_changes_nothing(cast: Cast, window: Window) -> None:
    """What Ada does appears for Otto as it does for a colleague, with every name and moment, and nothing to press."""
    case = await a_case(cast.ada)
    otto, ada = await window(cast.otto), await window(cast.ada)
    for page in (otto, ada):
        await go(page, f"/cases/{case.ref}")
    await expect(otto.locator("#timeline")).to_contain_text("mount error(13)")
    assert await _verbs(otto) == []
    await ada.keyboard.press("n")
    await ada.locator("#composer-note-text").fill("The node pool is the new one.")
    await ada.keyboard.press("Control+Enter")
    await expect(otto.locator("#timeline")).to_contain_text("The node pool is the new one.")
    assert await _verbs(otto) == []
    await otto.keyboard.press("A")
    await arrives(otto, "**/audit/case/1")
    for told in ("opened the case", "Ada", "note"):
        await expect(otto.get_by_role("table")).to_contain_text(told)
    await ada.keyboard.press("Escape")
    await ada.keyboard.press("c")
    await ada.get_by_label("How it ended").select_option(index=1)
    await ada.get_by_label("What solved it").fill("The new key went into the secret.")
    await ada.get_by_role("button", name="Close the case").click()
    await expect(ada.locator("#case-head")).to_contain_text("closed")
    await expect(otto.get_by_role("table")).to_contain_text("closed")
    await go(otto, "/reports/promises")
    await expect(otto.locator("h1")).to_have_text("Promises")
    await go(otto, f"/cases/{case.ref}")
    assert await otto.evaluate(POST, f"/cases/{case.ref}/notes") == 403
    assert await otto.evaluate(POST, f"/cases/{case.ref}/claim") == 403


async def _verbs(page: Page) -> list[str]:
    """Every button of the page that would send something or open a form that does."""
    await page.wait_for_load_state("networkidle") if not await page.locator(
        "#live"
    ).count() else await page.wait_for_timeout(500)
    return await page.locator("#page :is(form button, [data-opens])").all_inner_texts()
