"""An article is for every case: what belongs to one customer is found when it is saved, replaced, or kept for a reason."""

import pytest

from escalations.known_issues.actions import HeldByLint, add_article, import_article, link_article, revise_article
from escalations.known_issues.article_files import read_article
from escalations.known_issues.queries import article_for, open_flags_of, version_of
from tests.cast import Cast
from tests.customers.builders import a_customer
from tests.known_issues.scenes import a_fitting_case, an_account, an_article, recorded, reload
from tests.known_issues.test_pages import FORM, version_in
from tests.support import as_person, as_system, browser_of

NAMED = "Harbour Foods cannot mount the share from 20.50.12.7."


async def test_a_customer_of_a_linked_case_is_not_named(cast: Cast) -> None:
    article, case = await an_article(cast.ada), await a_fitting_case(cast.ada)
    async with as_person(cast.ada) as db:
        mine = await article_for(db, cast.ada, article.ref, lock=True)
        await link_article(db, case, mine, "referenced", by=cast.ada)
        with pytest.raises(HeldByLint) as held:
            await revise_article(db, mine, an_account(body=NAMED), mine.version, by=cast.ada)
        assert [one.fact.kind for one in held.value.findings] == ["a customer's name", "an address of a machine"]
        with pytest.raises(HeldByLint):
            await add_article(db, "public", an_account(body=NAMED), by=cast.ada, case=case)
    assert (await reload(cast.ada, article)).body == an_account().body


async def test_what_must_stay_stays_with_its_reason(cast: Cast) -> None:
    article = await an_article(cast.ada)
    async with as_person(cast.ada) as db:
        mine = await article_for(db, cast.ada, article.ref, lock=True)
        await revise_article(db, mine, an_account(body=NAMED), mine.version, by=cast.ada, kept="our own test machine")
        assert (await version_of(db, mine, 2)).kept == "our own test machine"
        await revise_article(db, mine, an_account(body=NAMED, state="investigating"), mine.version, by=cast.ada)
    assert (await reload(cast.ada, article)).state == "investigating", "a text that did not change is not asked again"


async def test_the_form_shows_them_in_place_keeps_what_was_typed_and_replaces_them(cast: Cast) -> None:
    case = await a_fitting_case(cast.ada)
    typed = {**FORM, "body": "", "issue": NAMED, "case": case.ref}
    async with browser_of(cast.ada) as browser:
        held = await browser.submit("/known-issues", **typed)
        assert held.status_code == 422 and "<mark>Harbour Foods</mark> cannot mount" in held.text
        assert f">\n{NAMED}</textarea>" in held.text and 'value="replace"' in held.text
        unsaid = await browser.submit("/known-issues", **typed, personal="keep")
        assert unsaid.status_code == 422 and "Say why it must stay." in unsaid.text
        saved = await browser.submit("/known-issues", **typed, personal="replace")
        assert saved.status_code == 303
        edited = await browser.submit(
            "/known-issues/KI-1/revisions", **{**FORM, "body": "", "issue": NAMED}, version=await version_in(browser, "KI-1"),
            personal="keep", kept="it is our own tenant",
        )  # fmt: skip
        assert edited.status_code == 303
    async with as_person(cast.ada) as db:
        article = await article_for(db, cast.ada, "KI-1")
        first, second = await version_of(db, article, 1), await version_of(db, article, 2)
        assert first.said["body"] == "## Issue\n\n[customer] cannot mount the share from [address]."
        assert second.said["body"] == f"## Issue\n\n{NAMED}" and second.kept == "it is our own tenant"


async def test_an_imported_file_is_flagged_not_refused(cast: Cast, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "mounts.md").write_text(
        "# Mounts fail\n\nFrom 20.50.12.7 it does not work, write to ops@fisher.example."
    )
    async with as_system("public", "everywhere") as db:
        await import_article(db, read_article(tmp_path / "mounts.md", tmp_path), "public")
    async with as_person(cast.ada) as db:
        article = await article_for(db, cast.ada, "KI-1")
        (flag,) = await open_flags_of(db, article)
        assert flag.comment.startswith("The imported text holds an address of a machine, an e-mail address")
    assert await recorded("known_issue/1") == ["ArticleAdded", "ArticleFlagged"]


async def test_the_form_says_where_a_condition_is_wrong_and_when_nothing_is_said(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        wrong = await browser.submit("/known-issues", **FORM, match='txt = "x"')
        assert wrong.status_code == 422 and "Line 1: it asks for &#39;txt&#39;, which no case has" in wrong.text
        assert "txt = &#34;x&#34;" in wrong.text
        silent = await browser.submit("/known-issues", **{**FORM, "body": ""})
        assert silent.status_code == 422 and "Say at least what the problem is" in silent.text
        assert (await browser.submit("/known-issues", **FORM, match='text = "mount error"')).status_code == 303
    assert (await recorded("known_issue/1")) == ["ArticleAdded"]


async def test_no_customer_is_named_although_no_case_is_linked(cast: Cast) -> None:
    """Those in the writer's sight: a name from elsewhere is no name, so that saving tells nobody who is a customer there."""
    await a_customer(name="Nordhavn Rail GmbH")
    await a_customer(name="Tidewater Docks", boundary="germany")
    await a_customer(name="Delta Ltd")
    told = "The delta of Nordhavn Rail and Tidewater Docks cannot mount the share."
    async with as_person(cast.ada) as db:
        with pytest.raises(HeldByLint) as held:
            await add_article(db, "everywhere", an_account(body=told), by=cast.ada)
    assert [one.fact.quote for one in held.value.findings] == ["Nordhavn Rail"]
    async with browser_of(cast.ada) as browser:
        saved = await browser.submit("/known-issues", **{**FORM, "body": "", "issue": told}, personal="replace")
        assert saved.status_code == 303
    async with as_person(cast.ada) as db:
        assert "delta of [customer] and Tidewater Docks" in (await article_for(db, cast.ada, "KI-1")).body
