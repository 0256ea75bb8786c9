"""What two people do at the end of a shift: a pack is handed over case by case, and a shift changes hands."""

from playwright.async_api import expect

from escalations.coverage.actions import NewRotation, make_rotation
from escalations.platform.time import now
from tests.browser.conftest import Window
from tests.browser.journeys import arrives, go
from tests.cast import Cast
from tests.coverage.scenes import a_plan
from tests.rapid_response.scenes import owned_by
from tests.support import as_person


async def test_a_pack_is_handed_over_case_by_case(cast: Cast, window: Window) -> None:
    """The giver sees each case go the moment it is acknowledged, and keeps the others."""
    first = await owned_by(cast.ada, claimed="A", title="The shops cannot pay")
    second = await owned_by(cast.ada, title="The night report is late")
    ada, ben = await window(cast.ada), await window(cast.ben)
    await go(ada, "/rapid-response/hand-overs")
    await ada.keyboard.press("n")
    await arrives(ada, "**/hand-overs/new**")
    await ada.get_by_label("Who takes over").select_option(label="Ben")
    await ada.get_by_label("For the whole shift").fill("Quiet until two, then the shops.")
    for case, step in ((first, "Call the customer at 06:00 UTC."), (second, "Wait for the logs.")):
        await ada.locator(f"#next-{case.ref}").fill(step)
    await ada.get_by_role("button", name="Leave the pack").click()
    await expect(ada.locator("#pack-head")).to_contain_text("2 to acknowledge")

    await go(ben, "/rapid-response/hand-overs")
    await ben.get_by_role("link", name="Ada to Ben").click()
    await arrives(ben, "**/hand-overs/HO-*")
    await expect(ben.locator("#pack")).to_contain_text("Call the customer at 06:00 UTC.")
    await ben.keyboard.press("a")
    await expect(ben.locator("#pack-head")).to_contain_text("1 to acknowledge")
    await expect(ada.locator("#pack-head")).to_contain_text("1 of 2 acknowledged")
    for case, owner in ((first, "Ben"), (second, "Ada")):
        await go(ben, f"/cases/{case.ref}")
        await expect(ben.locator(".head")).to_contain_text(owner)


async def test_a_shift_changes_hands_when_the_other_one_agrees(cast: Cast, window: Window) -> None:
    new = NewRotation(
        key="storage", name="Storage", boundary="everywhere", plan=a_plan([cast.ada, cast.ben], starts_on=now().date())
    )
    async with as_person(cast.dora) as db:
        rotation = await make_rotation(db, new, by=cast.dora)
    ada, ben = await window(cast.ada), await window(cast.ben)
    await go(ada, f"/on-call/{rotation.ref}")
    await ada.get_by_role("link", name="Ask for a swap of").last.click()
    await ada.get_by_label("Who takes it").select_option(index=1)
    await ada.get_by_label("A word to them").fill("My sister marries.")
    await ada.get_by_role("button", name="See what it does").click()
    await ada.get_by_role("button", name="Ask", exact=True).click()
    await expect(ada.locator("#on-call-swaps")).to_contain_text("Ada asks Ben")

    await go(ben, f"/on-call/{rotation.ref}")
    await expect(ben.locator("#on-call-swaps")).to_contain_text("My sister marries.")
    await ben.get_by_role("button", name="Accept").click()
    await expect(ben).to_have_url("/on-call")
    await go(ben, f"/on-call/{rotation.ref}")
    await expect(ben.locator("#rotation-shifts")).to_contain_text("swapped")
    await expect(ada.locator("#rotation-shifts")).to_contain_text("swapped")
