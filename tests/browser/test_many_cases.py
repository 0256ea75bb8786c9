"""An incident with many cases: choosing them, and taking it back."""

import asyncio
import os
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Page, expect

from escalations.cases.models import Case
from escalations.incidents.actions import confirm_link, estimate_impact, list_subscriptions, post_update
from escalations.incidents.models import Incident
from escalations.incidents.queries.links import present_link
from escalations.platform.time import now
from tests.browser.conftest import Window
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.incidents.test_impact import a_subscription
from tests.support import as_person, run_jobs

NAMES = ("Harbour Foods", "Fjord Rail", "Isar Energie", "Northwind Clinics", "Alpine Savings Bank")


async def a_wide_incident(cast: Cast) -> Incident:
    """One linked case, four suggested ones, a list of subscriptions and an estimate."""
    incident = await an_incident(cast.dora, started_at=now() - timedelta(hours=3))
    customers = [await a_customer(name=name, covered=name.startswith("Fjord")) for name in NAMES]
    cases = [await a_hit_case(cast.ada, customer) for customer in customers]
    silent = await a_subscription(await a_customer(name="Quiet Logistics"))
    await run_jobs()
    await _suggested(cast, cases, incident)
    async with as_person(cast.dora) as db:
        await confirm_link(db, cases[0], incident, by=cast.dora)
        await post_update(db, incident, "Rolling back region by region.", by=cast.dora)
        await list_subscriptions(db, incident, [silent.code, "9f1c77aa-0d3e-4c1e-8a53-1f6f0c2b7d10"], by=cast.dora)
        await estimate_impact(db, incident, 40, "requests that failed, by tenant", by=cast.dora)
    await run_jobs()
    return incident


async def _suggested(cast: Cast, cases: list[Case], incident: Incident) -> None:
    """By the worker of the page as well, which may have a job under way."""
    async with asyncio.timeout(20), as_person(cast.dora) as db:
        for case in cases:
            while await present_link(db, case, incident) is None:  # noqa: ASYNC110
                await asyncio.sleep(0.05)


async def keep(page: Page, name: str) -> None:
    """A picture for whoever looks: where ESCALATIONS_PICTURES says, otherwise none."""
    if folder := os.environ.get("ESCALATIONS_PICTURES"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def test_chosen_cases_are_linked_and_it_is_taken_back(cast: Cast, window: Window) -> None:
    incident = await a_wide_incident(cast)
    page = await window(cast.ada)
    await page.goto(f"/incidents/{incident.ref}")
    await keep(page, "incident")
    boxes = page.locator("#incident-suggested input[type=checkbox]")
    await expect(boxes).to_have_count(4)
    for number in range(2):
        await boxes.nth(number).check()
    await page.get_by_role("button", name="Link chosen").click()
    await expect(page.locator("#batch-form")).to_contain_text("2 cases of 2 customers")
    await keep(page, "choosing")
    await page.get_by_role("button", name="Link the chosen cases").click()
    await expect(page.locator("#incident-impact")).to_contain_text("3 cases")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator("#incident-impact")).to_contain_text("1 case")
    await expect(page.locator("#incident-suggestions")).to_contain_text("took it back")
    await keep(page, "undone")


async def test_the_pages_fit_a_small_dark_window(cast: Cast, window: Window) -> None:
    incident = await a_wide_incident(cast)
    page = await window(cast.dora, viewport={"width": 390, "height": 844}, color_scheme="dark")
    for name, path in (("small-incident", ""), ("small-choosing", "/batches/new"), ("small-split", "/split")):
        await page.goto(f"/incidents/{incident.ref}{path}")
        await keep(page, name)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, name
