"""Rules tried on past cases, typed, uploaded or proposed, in a real window."""

from pathlib import Path

from playwright.async_api import Page, Request, expect

from tests.browser.conftest import Window
from tests.cast import Cast
from tests.desk.test_backtests import ALL_TO_TRIAGE, an_ordinary_case
from tests.desk.test_proposals import NARROWER, a_proposal, stored


def posts_of(page: Page) -> list[str]:
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.url.rpartition("/")[2])

    page.on("request", note)
    return sent


async def test_typed_rules_are_tried_mended_and_tried_again(cast: Cast, window: Window, tmp_path: Path) -> None:
    case = await an_ordinary_case(cast.ada)
    page = await window(cast.ada)
    await page.goto("/rules")
    await page.get_by_role("link", name="Try on past cases").click()
    await page.get_by_label("Rules", exact=True).fill(ALL_TO_TRIAGE.replace('"triage" }', '"kitchen" }'))
    await page.get_by_role("button", name="Try them").click()
    await expect(page.locator("#backtest-rules-error")).to_contain_text("your text:6")
    await expect(page.get_by_label("Rules", exact=True)).to_have_value(
        ALL_TO_TRIAGE.replace('"triage" }', '"kitchen" }')
    )
    await page.get_by_label("Rules", exact=True).fill(ALL_TO_TRIAGE)
    await page.get_by_role("button", name="Try them").click()
    await expect(page.locator("#outcome")).to_contain_text("1 of 1 case would move")
    await expect(page.locator("#outcome-moves")).to_contain_text(case.ref)
    await expect(page.locator("#backtest-rules-error")).to_have_count(0)
    (tmp_path / "mine.toml").write_text(ALL_TO_TRIAGE.replace("Storage to triage", "From a file"))
    await page.goto("/rules/backtests")
    await page.get_by_label("Or a rule file").set_input_files(tmp_path / "mine.toml")
    await page.get_by_role("button", name="Try them").click()
    await expect(page.locator("#outcome-moves")).to_contain_text("From a file")


async def test_a_proposal_is_tried_saved_and_adopted(cast: Cast, window: Window) -> None:
    proposal = await a_proposal(cast)
    page = await window(cast.dora)
    sent = posts_of(page)
    await page.goto(f"/rules/proposals/{proposal.ref}")
    draft = page.get_by_label("Draft")
    await draft.fill(NARROWER)
    await page.get_by_role("button", name="Backtest").click()
    await expect(page.locator("#outcome")).to_contain_text("1 of 1 case would move")
    await expect(draft).to_have_value(NARROWER)
    assert sent == ["backtests"] and (await stored(proposal)).draft == proposal.draft
    await page.get_by_role("button", name="Save the draft").click()
    await expect(page.locator("h1")).to_have_text("Narrowed by Dora")
    await expect(draft).to_have_value(NARROWER)
    assert sent == ["backtests", "draft"]
    await page.get_by_role("button", name="Adopt", exact=False).first.click()
    await page.get_by_label("Note").fill("Third time this week.")
    await page.get_by_role("button", name=f"Adopt {proposal.ref}").click()
    await expect(page.locator("#proposal-draft")).to_contain_text("Third time this week.")
    await expect(page.get_by_role("link", name="Download")).to_be_visible()
    assert ((await stored(proposal)).state, sent) == ("adopted", ["backtests", "draft", "adoption"])


async def test_without_scripts(cast: Cast, window: Window) -> None:
    proposal = await a_proposal(cast)
    page = await window(cast.dora, scripts=False)
    await page.goto(f"/rules/proposals/{proposal.ref}")
    await page.get_by_label("Draft").fill(NARROWER)
    await page.get_by_role("button", name="Backtest").click()
    await expect(page.locator("#outcome")).to_contain_text("1 of 1 case would move")
    await page.get_by_role("button", name="Save the draft").click()
    await expect(page.locator("h1")).to_have_text("Narrowed by Dora")
