from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.browser.test_accessibility import _barriers as barriers
from tests.cases.crew import owned
from tests.cases.test_swarming import starts
from tests.cases.test_transferring import WORDS, sent_round
from tests.cast import Cast


async def test_a_case_is_transferred_by_keys_and_says_what_told_them(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("t")
    form = ada.locator("#transfer-form")
    await expect(form).to_be_visible()
    await form.get_by_label("To whose queue").select_option("networking")
    await form.get_by_label("In your own words").fill(WORDS)
    await form.get_by_role("button", name="Transfer").click()
    await expect(form).to_contain_text("Fill this in.")
    await expect(form.get_by_label("In your own words")).to_have_value(WORDS)
    await form.get_by_role("radio", name="My finding").check()
    await form.get_by_role("button", name="Transfer").click()
    await expect(ada.locator("#transferring")).to_be_hidden()
    await expect(ada.locator("#case-facts")).to_contain_text("Networking")
    await expect(ada.locator("#timeline")).to_contain_text(WORDS)
    await expect(ada.locator("#case-head")).not_to_contain_text("Ada")


async def test_the_command_list_knows_it(cast: Cast, window: Window) -> None:
    case = await owned(cast, cast.ada)
    ada = await window(cast.ada)
    await ada.goto(f"/cases/{case.ref}")
    await ada.keyboard.press("?")
    await expect(ada.locator("#commands-list")).to_contain_text("Transfer to another team")


async def test_after_the_brake_both_teams_are_brought_together(cast: Cast, window: Window) -> None:
    case = await sent_round(cast)
    dora, ben = await window(cast.dora), await window(cast.ben)
    await dora.goto(f"/cases/{case.ref}")
    await dora.keyboard.press("t")
    dialog = dora.locator("#transferring")
    await expect(dialog).to_contain_text("Transferred 2 times.")
    await dialog.get_by_label("What do they have to find out together?").fill(WORDS)
    await dialog.get_by_role("button", name="Start a swarm").click()
    await expect(dialog).to_be_hidden()
    await expect(dora.locator("#case-head")).to_contain_text("Swarm: Storage + Networking, Dora leads")
    await ben.goto("/")
    await ben.locator("#work-swarms .row-link").click()
    await expect(ben.locator("#case-swarm")).to_contain_text("You are asked to join for Networking.")
    await ben.get_by_role("button", name="Join").click()
    await expect(dora.locator("#case-swarm")).to_contain_text("joined")
    await dora.get_by_role("button", name="End the swarm…").click()
    ending = dora.locator("#swarm-ending")
    await expect(ending).to_be_visible()
    await ending.get_by_label("Whose case is it?").select_option("networking")
    await ending.get_by_label("What you found").fill("A route was missing.")
    await ending.get_by_role("button", name="End the swarm").click()
    await expect(ending).to_be_hidden()
    await expect(dora.locator("#case-head")).to_contain_text("Ben")
    await expect(dora.locator("#case-head")).not_to_contain_text("Swarm:")


async def test_the_brake_and_the_swarm_have_no_barrier(cast: Cast, window: Window) -> None:
    case = await sent_round(cast)
    dora = await window(cast.dora, reduced_motion="reduce", bypass_csp=True)
    await dora.goto(f"/cases/{case.ref}")
    await dora.keyboard.press("t")
    found = await barriers(dora)
    await starts(case, cast.dora)
    await dora.goto(f"/cases/{case.ref}")
    await expect(dora.locator(".slot-wait")).to_have_count(0)
    found += await barriers(dora)
    await dora.get_by_role("button", name="End the swarm…").click()
    found += await barriers(dora)
    assert found == []
