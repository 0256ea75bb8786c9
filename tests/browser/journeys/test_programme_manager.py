"""A gap of coverage: seen by who answers for the cloud, closed by who keeps the roster, green for both at the same moment."""

from datetime import timedelta

from playwright.async_api import Page, expect

from escalations.coverage.actions import NewRotation, make_rotation
from escalations.platform.time import now
from tests.browser.conftest import Window
from tests.browser.journeys import arrives, go
from tests.cast import Cast
from tests.coverage.scenes import a_plan
from tests.support import as_person


async def test_a_gap_is_green_only_once_somebody_stands_in_it(cast: Cast, window: Window) -> None:
    begins = now() + timedelta(hours=6)
    async with as_person(cast.dora) as db:
        plan = a_plan([cast.dora], starts_on=begins.date(), handoff_at=begins.hour * 60)
        await make_rotation(
            db, NewRotation(key="duty-lead", name="Duty lead", boundary="public", plan=plan), by=cast.dora
        )
    remy, dora = await window(cast.remy), await window(cast.dora)
    for page in (remy, dora):
        await go(page, "/on-call/coverage")
        await expect(page.locator("#need-duty_lead")).to_contain_text("1 gap")
    await expect(remy.locator("#need-usgov")).to_have_count(0)
    await expect(remy.locator("#need-duty_lead")).to_contain_text("Dora")
    await expect(remy.locator("#need-duty_lead").get_by_role("link", name="Dora")).to_have_count(0)

    await _stands_in(dora)
    for page in (remy, dora):
        await expect(page.locator("#need-duty_lead")).to_contain_text("100 % of the hours")
        await expect(page.locator("#need-duty_lead")).to_contain_text("covered")
    await remy.keyboard.press("g")
    await remy.keyboard.press("s")
    await arrives(remy, "**/reports")
    await remy.get_by_role("link", name="Where the time went").click()
    await expect(remy.locator("h1")).to_have_text("Where the time went")


async def _stands_in(dora: Page) -> None:
    """The name in the gap leads to a form that knows who, from when and until when; what it does is shown before it is done."""
    await dora.locator("#need-duty_lead").get_by_role("link", name="Dora").click()
    await arrives(dora, "**/overrides/new?**")
    await expect(dora.get_by_label("Who")).to_have_value("P-4")
    await dora.get_by_role("button", name="See what it does").click()
    await dora.get_by_role("button", name="Put on call").click()
    await arrives(dora, "**/on-call/OC-1")
    await go(dora, "/on-call/coverage")
