"""Two who manage one incident, and what the engineers of its cases are told."""

import re

from playwright.async_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.journeys import arrives, go
from tests.browser.test_many_cases import a_wide_incident
from tests.cast import Cast
from tests.incidents.scenes import an_incident


async def test_two_manage_one_incident_and_its_cases_hear_of_it(cast: Cast, window: Window) -> None:
    incident = await a_wide_incident(cast)
    comm, dora, ada = await window(cast.comm), await window(cast.dora), await window(cast.ada)
    await go(ada, "/cases/C-1")
    await _both_correct_it(comm, dora, incident.ref)

    await comm.get_by_label("Write an update").fill("Front ends in zone 2 are back; zone 3 follows.")
    await comm.get_by_role("button", name="Add internal update").click()
    await expect(dora.locator("#incident-updates")).to_contain_text("Front ends in zone 2 are back")
    await expect(ada.locator("#timeline")).to_contain_text("Front ends in zone 2 are back")

    await _a_twin_is_merged(
        dora, comm, incident.ref, (await an_incident(cast.dora, title="Uploads to shares fail")).ref
    )
    await comm.keyboard.press("m")
    await comm.get_by_label("What ended it").fill("Rolled back the change.")
    await comm.locator("#mitigation-form").get_by_role("button", name="Mark mitigated").click()
    for page in (comm, dora):
        await expect(page.locator("#incident-head")).to_contain_text("mitigated")

    await _the_engineer_finds_a_reply(ada)


async def _both_correct_it(comm: Page, dora: Page, ref: str) -> None:
    """The second to save sees both texts, loses neither, and decides."""
    for page in (comm, dora):
        await go(page, f"/incidents/{ref}/edit")
    await dora.get_by_label("What we know").fill("Dora: front ends of zone 2 drop the session.")
    await dora.get_by_role("button", name="Save incident").click()
    await arrives(dora, f"**/incidents/{ref}")
    await comm.get_by_label("What we know").fill("Comm: front ends of zones 2 and 3 drop the session.")
    await comm.get_by_role("button", name="Save incident").click()
    await expect(comm.locator("#incident-form")).to_contain_text("Saved meanwhile")
    await expect(comm.locator(".unsaved")).to_contain_text("Dora: front ends of zone 2")
    await expect(comm.get_by_label("What we know")).to_have_value(re.compile("^Comm: front ends of zones 2 and 3"))
    await comm.get_by_role("button", name="Save incident").click()
    await arrives(comm, f"**/incidents/{ref}")
    await expect(dora.locator("#main")).to_contain_text("Comm: front ends of zones 2 and 3")


async def _a_twin_is_merged(dora: Page, comm: Page, ref: str, twin: str) -> None:
    await go(dora, f"/incidents/{twin}")
    await dora.get_by_role("button", name="Merge or split").click()
    await dora.get_by_label("Merge into").fill(ref)
    await dora.get_by_label("What shows that they are one").fill("the same front ends")
    await dora.get_by_role("button", name="Merge", exact=True).click()
    for page in (dora, comm):
        await expect(page.locator("#incident-merged")).to_contain_text("merged into this incident")


async def _the_engineer_finds_a_reply(ada: Page) -> None:
    reply = ada.locator("#composer-reply-text")
    await expect(reply).to_have_value(re.compile("We keep your request open"))
    await ada.get_by_role("button", name="Write my own").click()
    await expect(reply).to_have_value("")
