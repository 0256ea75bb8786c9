"""An article is written while a case is worked on, and closing the case asks only for what it still lacks."""

import pytest

from escalations.cases.queries import closure_of
from escalations.known_issues.actions import Ending, HeldByLint, close_with_article, link_article, set_confidence
from escalations.known_issues.queries import article_for, links_of
from escalations.platform.errors import NotAllowed, Refused
from tests.builders import a_customer
from tests.cast import Cast
from tests.known_issues.scenes import a_fitting_case, an_article, recorded, reload, reload_case
from tests.known_issues.test_pages import FORM
from tests.support import as_person, browser_of

BEGUN = {"confidence": "work_in_progress", "body": "## Issue\n\nShares cannot be mounted.", "state": "investigating"}


async def begun(cast: Cast):  # type: ignore[no-untyped-def]
    article, case = await an_article(cast.ada, **BEGUN), await a_fitting_case(cast.ada)
    async with as_person(cast.ada) as db:
        await link_article(db, case, await article_for(db, cast.ada, article.ref), "referenced", by=cast.ada)
    return article, case


async def test_one_key_begins_an_article_with_what_the_case_knows(cast: Cast) -> None:
    case = await a_fitting_case(
        cast.ada, title="Harbour Foods: pods cannot mount", region="westeurope", error_codes=["13"],
        description="Harbour Foods writes from ops@harbour-foods.example: mount error(13).",
    )  # fmt: skip
    async with browser_of(cast.ada) as browser:
        assert (
            'href="/known-issues/new?case=C-1" data-key="k"'
            in (await browser.get(f"/cases/{case.ref}/known-issues")).text
        )
        form = (await browser.get(f"/known-issues/new?case={case.ref}")).text
        assert (
            'value="[customer]: pods cannot mount"' in form
            and "[customer] writes from [e-mail]: mount error(13)." in form
        )
        assert (
            "- Region: West Europe" in form
            and "Harbour Foods" not in form.split('id="article-fields"')[1].split("</form>")[0]
        )
        assert (
            await browser.submit("/known-issues", **FORM, confidence="work_in_progress", case=case.ref)
        ).status_code == 303
        assert (
            'href="/known-issues/KI-1/edit" data-key="k"' in (await browser.get(f"/cases/{case.ref}/known-issues")).text
        )


async def test_closing_writes_what_was_missing_links_and_closes_at_once(cast: Cast) -> None:
    article, case = await begun(cast)
    async with as_person(cast.ada) as db:
        mine, known = await reload_case(cast.ada, case), await article_for(db, cast.ada, article.ref, lock=True)
        db.add(mine)
        with pytest.raises(Refused, match="Say what solved it"):
            await close_with_article(db, mine, known, Ending(how="known_issue"), by=cast.ada)
        with pytest.raises(Refused, match="has no resolution yet"):
            await close_with_article(db, mine, known, Ending(how="known_issue", note="done"), by=cast.ada)
        ending = Ending(how="known_issue", solved="Give the new key to the secret.", cause="The key was rotated.")
        await close_with_article(db, mine, known, ending, by=cast.ada)
        await close_with_article(db, mine, known, ending, by=cast.ada)
        closure = await closure_of(db, mine)
        assert closure is not None and closure.note == "Give the new key to the secret."
        assert [row[0].kind for row in await links_of(db, mine)] == ["resolved_by"]
    after = await reload(cast.ada, article)
    assert after.confidence == "not_validated"
    assert after.body.endswith("## Resolution\n\nGive the new key to the secret.\n\n## Cause\n\nThe key was rotated.")
    assert (await recorded(case.subject)).count("CaseClosed") == 1


async def test_a_validated_article_is_left_as_it_is(cast: Cast) -> None:
    article, case = await begun(cast)
    async with as_person(cast.ada) as db:
        mine, known = await reload_case(cast.ada, case), await article_for(db, cast.ada, article.ref, lock=True)
        db.add(mine)
        await set_confidence(db, known, "validated", by=cast.ada)
        await close_with_article(db, mine, known, Ending(how="fixed", solved="They upgraded."), by=cast.ada)
    assert (await reload(cast.ada, article)).body == BEGUN["body"]


async def test_what_solved_it_names_no_customer_either(cast: Cast) -> None:
    article, case = await begun(cast)
    async with as_person(cast.ada) as db:
        mine, known = await reload_case(cast.ada, case), await article_for(db, cast.ada, article.ref, lock=True)
        db.add(mine)
        with pytest.raises(HeldByLint):
            named = Ending(how="known_issue", solved="Harbour Foods rotated its secret.")
            await close_with_article(db, mine, known, named, by=cast.ada)
    url, typed = f"/cases/{case.ref}/known-issues/closure", {"article": article.ref, "how": "known_issue"}
    async with browser_of(cast.ada) as browser:
        held = await browser.submit(url, htmx=True, **typed, solved="Harbour Foods rotated its secret.")
        assert held.status_code == 422 and "<mark>Harbour Foods</mark>" in held.text
        assert "Harbour Foods rotated its secret.</textarea>" in held.text
        assert (await reload_case(cast.ada, case)).is_open
        done = await browser.submit(url, **typed, solved="Harbour Foods rotated its secret.", personal="replace")
        assert done.status_code == 303
    assert "[customer] rotated its secret." in (await reload(cast.ada, article)).body


async def test_the_dialog_asks_only_for_what_is_missing(cast: Cast) -> None:
    article, case = await begun(cast)
    url = f"/cases/{case.ref}/known-issues/closure"
    async with browser_of(cast.ada) as browser:
        assert f'hx-get="{url}"' in (await browser.get(f"/cases/{case.ref}/dialogs")).text
        asked = (await browser.get(url)).text
        assert 'name="solved"' in asked and 'name="cause"' in asked and "does not say it yet" in asked
        assert (await browser.submit(url, htmx=True, article=article.ref, how="nonsense")).status_code == 422
        refused = await browser.submit(url, htmx=True, article=article.ref, how="known_issue")
        assert refused.status_code == 409 and "Say what solved it" in refused.text
    async with as_person(cast.ada) as db:
        await set_confidence(db, await article_for(db, cast.ada, article.ref, lock=True), "validated", by=cast.ada)
    async with browser_of(cast.ada) as browser:
        assert "does not say it yet" not in (await browser.get(url)).text
    fresh = await a_fitting_case(cast.ada, await a_customer(name="Rhône Gaz"))
    async with browser_of(cast.ada) as browser:
        assert "No article is linked." in (await browser.get(f"/cases/{fresh.ref}/known-issues/closure")).text


async def test_only_who_works_on_cases_closes_them(cast: Cast) -> None:
    article, case = await begun(cast)
    url, typed = (
        f"/cases/{case.ref}/known-issues/closure",
        {"article": article.ref, "how": "fixed", "solved": "It works."},
    )
    async with as_person(cast.otto) as db:
        mine = await reload_case(cast.otto, case)
        with pytest.raises(NotAllowed):
            await close_with_article(
                db, mine, await article_for(db, cast.otto, article.ref), Ending(how="fixed", note="x"), by=cast.otto
            )
    async with browser_of(cast.otto) as auditor:
        assert (await auditor.submit(url, **typed)).status_code == 403
    async with browser_of(cast.cleo) as outsider:
        assert (await outsider.get(url)).status_code == 404
        assert (await outsider.submit(url, **typed)).status_code == 404
