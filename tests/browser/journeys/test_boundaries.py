"""Two clouds that do not know of each other, and the clearance that opens one of them for a while."""

from datetime import timedelta

from playwright.async_api import Page, expect

from escalations.cases.models import Case
from escalations.platform.time import now
from tests.browser.conftest import Window
from tests.browser.journeys import arrives, go
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import run_jobs

WORDS = "Delivery notes do not print"


async def test_a_clearance_opens_a_cloud_and_takes_it_away_at_once(cast: Cast, window: Window) -> None:
    """Cleo works in Germany alone: no word of the commercial cloud on any page of hers, until she is cleared for it."""
    customer = await a_customer("germany", "Kranich Amt")
    hers = await a_case(cast.dora, customer, title=f"{WORDS} in Bonn")
    theirs = await a_case(cast.ada, title=f"{WORDS} in Oslo")
    await run_jobs()
    cleo, adam = await window(cast.cleo), await window(cast.adam)
    await _finds(cleo, hers, not_=theirs)
    answer = await cleo.goto(f"/cases/{theirs.ref}")
    assert answer is not None and answer.status == 404
    await expect(cleo.locator("h1")).to_have_text("There is nothing here that you can see")
    assert theirs.title not in await cleo.content()

    await _clears(adam, cast.cleo.ref)
    await go(cleo, f"/cases/{theirs.ref}")
    await expect(cleo.locator("h1")).to_contain_text(theirs.title)
    await _revokes(adam)
    await expect(cleo.locator("#page")).not_to_contain_text(theirs.title)
    await _finds(cleo, hers, not_=theirs)


async def _finds(cleo: Page, hers: Case, *, not_: Case) -> None:
    """On the page of results, in the list of commands, in the list of cases and on the board of dead ends' neighbours."""
    await go(cleo, "/search?q=delivery+notes")
    await expect(cleo.locator("#main")).to_contain_text(hers.title)
    await expect(cleo.locator("#main")).not_to_contain_text(not_.title)
    await cleo.keyboard.press("Control+k")
    await cleo.locator("[data-commands]").press_sequentially("delivery notes")
    await expect(cleo.locator("#suggestions")).to_contain_text(hers.title)
    await expect(cleo.locator("#suggestions")).not_to_contain_text(not_.title)
    for path in ("/cases", "/customers", "/queues/storage"):
        await go(cleo, path)
        assert not_.title not in await cleo.content() and "Harbour Foods" not in await cleo.content(), path


async def _clears(adam: Page, ref: str) -> None:
    await go(adam, f"/people/{ref}")
    await adam.get_by_text("Grant a clearance").click()
    await adam.get_by_label("Boundary").select_option("public")
    await adam.get_by_label("Last day").fill(f"{now() + timedelta(days=2):%Y-%m-%d}")
    await adam.get_by_label("Evidence").fill("For the exercise, on file.")
    await adam.get_by_role("button", name="Grant clearance").click()
    await expect(adam.locator("#person-clearances")).to_contain_text("For the exercise, on file.")


async def _revokes(adam: Page) -> None:
    await adam.locator("#person-clearances tr", has_text="For the exercise").get_by_role("link", name="Revoke").click()
    await arrives(adam, "**/revocation")
    await adam.get_by_role("button", name="Revoke").click()
    await expect(adam.locator("#person-clearances")).to_contain_text("revoked")
