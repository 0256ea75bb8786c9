import re

from playwright.async_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.journeys import arrives, go
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case
from tests.product_groups.builders import BRIEF, an_escalation, taught

NEEDS = {"Resource id": "/subscriptions/5f0c/shares/notes", "Client library and version": "csi driver 1.30"}


async def test_the_round_trip_of_an_escalation(cast: Cast, window: Window) -> None:
    case = await a_hit_case(cast.ada)
    await taught(case, "client_version", 3)
    ada, pia = await window(cast.ada), await window(cast.pia)
    await go(pia, "/escalations")
    await expect(pia.locator("#main")).to_contain_text("Nothing waits for your group")
    await go(ada, f"/cases/{case.ref}")
    await _escalate(ada)
    await expect(ada.locator("#case-escalations")).to_contain_text("E-4 Storage platform")

    await pia.get_by_role("link", name=case.title).first.click()
    await expect(pia.locator("#pane")).to_contain_text(BRIEF.asked)
    await pia.keyboard.press("a")
    await expect(pia.locator("#pane")).to_contain_text("accepted")
    await expect(ada.locator("#case-escalations")).to_contain_text("accepted")

    await _is_asked_and_answers(pia, ada)
    await pia.keyboard.press("r")
    await pia.get_by_label("What it was and what solves it").fill(
        "The session was bound to the old key; it is renewed."
    )
    await pia.keyboard.press("Control+Enter")
    await expect(ada.locator("#case-head")).to_contain_text("close the loop")
    await expect(ada.locator("#timeline")).to_contain_text("The session was bound to the old key")
    await _closes_the_loop(ada)
    await expect(pia.locator("#main")).to_contain_text("Nothing waits for your group")


async def _is_asked_and_answers(pia: Page, ada: Page) -> None:
    """The group's clock rests from the question to the answer, and both see it."""
    await pia.keyboard.press("q")
    await pia.get_by_label("What you need to know").fill("Which driver version runs on the node?")
    await pia.keyboard.press("Control+Enter")
    await expect(pia.locator("#pane")).to_contain_text("The group's clock stands still until support answers.")
    await expect(ada.locator("#case-escalations")).to_contain_text("They ask: Which driver version runs on the node?")
    await ada.locator("#case-escalations").get_by_role("link", name="Answer").click()
    await arrives(ada, "**/escalations/E-4#answer-answer")
    await ada.get_by_label("Your answer").fill("csi driver 1.30.2, since Tuesday.")
    await ada.get_by_role("button", name="Answer Storage platform").click()
    await expect(pia.locator("#pane")).to_contain_text("csi driver 1.30.2, since Tuesday.")
    await expect(pia.locator("#pane")).not_to_contain_text("The group's clock stands still")
    await go(ada, "/cases/C-1")


async def _closes_the_loop(ada: Page) -> None:
    """The reply is prepared but for what only support can say."""
    reply = ada.locator("#composer-reply-text")
    await expect(reply).to_have_value(re.compile("have found what caused the problem"))
    await reply.fill("Hello Lena,\n\nyour key was renewed on our side. Please check whether the share mounts again.")
    await ada.get_by_role("button", name="Send to customer").click()
    await expect(ada.locator("#timeline")).to_contain_text("your key was renewed on our side")
    await ada.locator("#case-escalations").get_by_role("link", name="E-4").click()
    await arrives(ada, "**/escalations/E-4")
    await ada.keyboard.press("c")
    await expect(ada.locator("#page")).to_contain_text("closed")


async def _escalate(ada: Page) -> None:
    """What is missing is named and what was typed stays; then it goes."""
    await ada.wait_for_selector("#escalate-form", state="attached")
    await ada.keyboard.press("e")
    form = ada.locator("#escalate-form")
    await form.get_by_label("What you ask of them").fill(BRIEF.asked)
    await form.get_by_role("button", name="Escalate").click()
    await expect(form.get_by_role("alert")).to_contain_text("is missing")
    await expect(form.get_by_label("What you ask of them")).to_have_value(BRIEF.asked)
    await form.get_by_label("What was tried").fill(BRIEF.tried)
    for field in await form.locator(".field-bad :is(input, textarea)").all():
        await field.fill("unknown: asked the customer at 09:10 UTC")
    await form.get_by_role("button", name="Escalate").click()
    await expect(ada.locator("#escalating")).to_be_hidden()


async def test_a_return_says_what_is_missing_on_the_case(cast: Cast, window: Window) -> None:
    escalation = await an_escalation(cast)
    ada, pia = await window(cast.ada), await window(cast.pia)
    await go(ada, f"/cases/{escalation.case_ref}")
    await go(pia, "/escalations")
    await pia.keyboard.press("t")
    await pia.get_by_label("Why it goes back").select_option("missing_info")
    await pia.get_by_label("What support should do next").fill("short")
    await pia.get_by_role("button", name="Return to support").click()
    await expect(pia.locator("#return-form")).to_contain_text("At least 10 characters")
    await pia.get_by_label("What support should do next").fill("Ask for the request id of one failed mount.")
    await pia.get_by_role("button", name="Return to support").click()
    await expect(ada.locator("#timeline")).to_contain_text("Ask for the request id of one failed mount.")
    await expect(ada.locator("#case-head")).to_contain_text("our turn")
