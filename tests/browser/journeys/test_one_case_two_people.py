from playwright.async_api import expect

from tests.browser.conftest import Window
from tests.browser.journeys import go
from tests.cases.crew import owned
from tests.cast import Cast


async def test_a_reply_is_written_while_the_lead_gives_the_case_to_somebody_else(cast: Cast, window: Window) -> None:
    """Nothing that is typed goes, each sees whose case it is, and the reply still goes out."""
    case = await owned(cast, cast.ada)
    ada, dora, ben = await window(cast.ada), await window(cast.dora), await window(cast.ben)
    for page in (ada, dora):
        await go(page, f"/cases/{case.ref}")
    await go(ben, "/")
    await expect(ben.locator("#main")).to_contain_text("You own no case")
    await ada.keyboard.press("r")
    await ada.locator("#composer-reply-text").press_sequentially("Hello Lena, the second cluster")

    await dora.keyboard.press("a")
    dialog = dora.locator("#assigning")
    await dialog.get_by_label("To whom").select_option(label="Ben · available")
    await dialog.get_by_role("button", name="Assign", exact=True).click()
    for page in (ada, dora):
        await expect(page.locator("#case-head")).to_contain_text("Ben")
    await expect(ada.locator("#composer-reply-text")).to_be_focused()
    await ada.keyboard.type(" mounts again since the key was renewed.")
    await ada.keyboard.press("Control+Enter")

    said = "Hello Lena, the second cluster mounts again since the key was renewed."
    for page in (ada, dora):
        await expect(page.locator("#timeline")).to_contain_text(said)
    await ben.locator("#main").get_by_role("link", name=case.title).first.click()
    await expect(ben.locator("#timeline")).to_contain_text(said)
    await expect(ben.locator("#timeline")).to_contain_text("assigned it to Ben")


async def test_what_two_decide_at_once_is_decided_once(cast: Cast, window: Window) -> None:
    """The second to close is told that it is closed, and keeps what was typed."""
    case = await owned(cast, cast.ada)
    ada, ben = await window(cast.ada), await window(cast.ben)
    for page in (ada, ben):
        await go(page, f"/cases/{case.ref}")
        await page.keyboard.press("c")
        await page.get_by_label("How it ended").select_option(index=1)
    await ben.get_by_label("What solved it").fill("Ben: the firewall was opened.")
    await ada.get_by_label("What solved it").fill("Ada: the key was renewed.")
    await ada.get_by_role("button", name="Close the case").click()
    await expect(ada.locator("#case-head")).to_contain_text("closed")
    await expect(ben.locator("#case-head")).to_contain_text("closed")
    await expect(ben.get_by_label("What solved it")).to_have_value("Ben: the firewall was opened.")
    await ben.get_by_role("button", name="Close the case").click()
    await expect(ben.locator("dialog[open] [role=alert]")).to_contain_text(
        "already closed as “Fixed”: Ada: the key was renewed."
    )
    await expect(ben.get_by_label("What solved it")).to_have_value("Ben: the firewall was opened.")
    await expect(ada.locator("#case-clocks")).to_contain_text("Ada: the key was renewed.")
    await expect(ada.locator("#page")).not_to_contain_text("Ben: the firewall")
