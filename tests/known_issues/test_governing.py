from dataclasses import replace
from datetime import timedelta

import pytest

from escalations.known_issues.actions import (
    archive_article,
    flag_article,
    revise_article,
    set_confidence,
    set_governance,
    settle_flag,
    take_article,
)
from escalations.known_issues.presenting import state_words
from escalations.known_issues.queries import article_for, flag_of, open_flags_of
from escalations.known_issues.versions import account_of
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.time import now, time_at
from tests.cast import Cast
from tests.known_issues.scenes import an_account, an_article, recorded, reload
from tests.support import as_person, browser_of


async def test_a_compliance_based_article_is_changed_by_its_owner_and_duty_leads_only(cast: Cast) -> None:
    article = await an_article(cast.ada)
    async with as_person(cast.dora) as db:
        mine = await article_for(db, cast.dora, article.ref, lock=True)
        await set_governance(db, mine, "compliance", by=cast.dora)
        await set_governance(db, mine, "compliance", by=cast.dora)
        with pytest.raises(Refused, match="Governance is one of"):
            await set_governance(db, mine, "anarchy", by=cast.dora)
    assert (await recorded(article.subject)).count("ArticleGovernanceSet") == 1
    async with as_person(cast.ben) as db:
        his = await article_for(db, cast.ben, article.ref, lock=True)
        for attempt in (
            revise_article(db, his, an_account(title="What Ben says of it"), his.version, by=cast.ben),
            set_confidence(db, his, "not_validated", by=cast.ben),
            archive_article(db, his, "no longer needed", by=cast.ben),
            take_article(db, his, by=cast.ben),
        ):
            with pytest.raises(NotAllowed, match="Flag what is wrong with it"):
                await attempt
        with pytest.raises(NotAllowed):
            await set_governance(db, his, "experience", by=cast.ben)
    async with as_person(cast.ada) as db:
        hers = await article_for(db, cast.ada, article.ref, lock=True)
        await revise_article(db, hers, an_account(title="What its owner says"), hers.version, by=cast.ada)
    assert (await reload(cast.ada, article)).title == "What its owner says"


async def test_somebody_else_takes_it_over(cast: Cast) -> None:
    article = await an_article(cast.ada)
    async with as_person(cast.ben) as db:
        his = await article_for(db, cast.ben, article.ref, lock=True)
        await take_article(db, his, by=cast.ben)
        await take_article(db, his, by=cast.ben)
    assert (await reload(cast.ada, article)).owner_id == cast.ben.id
    assert (await recorded(article.subject)).count("ArticleTaken") == 1


async def test_flag_it_or_fix_it(cast: Cast) -> None:
    article = await an_article(cast.ada)
    async with as_person(cast.comm) as db:
        seen = await article_for(db, cast.comm, article.ref)
        flag = await flag_article(db, seen, "Step 2 names a menu that is gone.", by=cast.comm)
        again = await flag_article(db, seen, "Step 2 names a menu that is gone.", by=cast.comm)
        assert flag.id == again.id
        with pytest.raises(NotAllowed):
            await settle_flag(db, seen, flag, "done", by=cast.comm)
    async with as_person(cast.ben) as db:
        seen = await article_for(db, cast.ben, article.ref, lock=True)
        assert [(one.comment, one.author) for one in await open_flags_of(db, seen)] == [(flag.comment, "Comm")]
        found = await flag_of(db, seen, flag.id)
        await settle_flag(db, seen, found, "the step names the new menu", by=cast.ben)
        await settle_flag(db, seen, found, "twice is once", by=cast.ben)
        await db.flush()
        assert not await open_flags_of(db, seen) and found.answer == "the step names the new menu"
    assert await recorded(article.subject) == ["ArticleAdded", "ArticleFlagged", "ArticleFlagSettled"]


async def test_the_page_offers_what_one_may_do(cast: Cast) -> None:
    article = await an_article(cast.ada)
    url = f"/known-issues/{article.ref}"
    async with browser_of(cast.comm) as reader:
        page = (await reader.get(url)).text
        assert 'action="/known-issues/KI-1/flags"' in page and "/edit" not in page and "/state" not in page
        assert (await reader.submit(f"{url}/flags", comment="x")).status_code == 422
        assert (await reader.submit(f"{url}/flags", comment="Its cause is wrong.")).headers["location"] == url
        assert "Its cause is wrong." in (await reader.get(url)).text
        assert (await reader.submit(f"{url}/flags/1/settlement", answer="it is not")).status_code == 403
        assert (await reader.submit(f"{url}/governance", governance="compliance")).status_code == 403
        assert (await reader.submit(f"{url}/ownership")).status_code == 403
    async with browser_of(cast.ben) as editor:
        kept = await editor.submit(f"{url}/flags/1/settlement", htmx=True, answer="x")
        assert kept.status_code == 422
        done = await editor.submit(f"{url}/flags/1/settlement", htmx=True, answer="mended in version 2")
        assert done.status_code == 200 and "Its cause is wrong." not in done.text
        assert (await editor.submit(f"{url}/flags/9/settlement", answer="mended in version 2")).status_code == 404
        assert "You own KI-1" in (await editor.submit(f"{url}/ownership", htmx=True)).headers["hx-trigger"]
    async with browser_of(cast.dora) as lead:
        assert (await lead.submit(f"{url}/governance", governance="x")).status_code == 422
        assert (await lead.submit(f"{url}/governance", governance="compliance")).status_code == 303
    async with browser_of(cast.otto) as auditor:
        assert (await auditor.submit(f"{url}/flags", comment="Its cause is wrong.")).status_code == 403
    async with browser_of(cast.cleo) as outsider:
        for verb in ("flags", "governance", "ownership", "flags/1/settlement", "state"):
            assert (await outsider.submit(f"{url}/{verb}", comment="Its cause is wrong.")).status_code == 404


async def test_a_word_that_no_form_offers_is_told_as_such(cast: Cast) -> None:
    article = await an_article(cast.ada)
    async with browser_of(cast.dora) as browser:
        for path, wrong, told in (
            ("governance", {"governance": "anarchy"}, "no such governance"),
            ("confidence", {"confidence": "hunch"}, "no such confidence"),
            ("versions/1/restoration", {"version": "first"}, "which version"),
        ):
            answer = await browser.submit(f"/known-issues/{article.ref}/{path}", **wrong)
            assert answer.status_code == 422 and told in answer.text
    assert (await reload(cast.ada, article)).version == article.version


async def test_a_fix_is_expected_on_a_day_to_come(cast: Cast) -> None:
    article = await an_article(cast.ada)
    async with browser_of(cast.ada) as ada:
        url = f"/known-issues/{article.ref}"
        past = await ada.submit(f"{url}/state", state="fix_in_progress", fix_eta="2020-02-02")
        assert past.status_code == 409
        assert "2 Feb 2020 is over" in past.text and 'value="2020-02-02"' in past.text
        coming = (now() + timedelta(days=3)).date()
        await ada.submit(f"{url}/state", state="fix_in_progress", fix_eta=str(coming))
        assert f"Fix expected {coming:%-d %b %Y}" in (await ada.get(url)).text
    async with as_person(cast.ada) as db:
        mine = await article_for(db, cast.ada, article.ref, lock=True)
        with time_at(now() + timedelta(days=5)):
            assert state_words(mine) == f"Fix was expected {coming:%-d %b %Y}"
            better = replace(account_of(mine), title="Still not mounted: system error 13")
            assert (await revise_article(db, mine, better, mine.version, by=cast.ada)).title == better.title
