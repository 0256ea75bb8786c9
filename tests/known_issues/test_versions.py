import re

import pytest

from escalations.known_issues.actions import restore_version, revise_article
from escalations.known_issues.queries import article_for, version_of, versions_of
from escalations.known_issues.versions import account_from, account_of, changed_lines, differences, said_by
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Stale
from tests.cast import Cast
from tests.known_issues.scenes import an_account, an_article, recorded, reload
from tests.support import as_person, browser_of


async def revised(person: Person, ref: str, **told: object) -> None:
    async with as_person(person) as db:
        article = await article_for(db, person, ref, lock=True)
        await revise_article(db, article, an_account(**told), article.version, by=person)


async def test_every_save_that_says_something_else_is_a_version(cast: Cast) -> None:
    article = await an_article(cast.ada)
    await revised(cast.ben, article.ref, title="Shares cannot be mounted after a key was rotated")
    await revised(cast.ben, article.ref, title="Shares cannot be mounted after a key was rotated")
    async with as_person(cast.ada) as db:
        versions = await versions_of(db, article)
        assert [(row.number, row.author) for row in versions] == [(2, "Ben"), (1, "Ada")]
        first = await version_of(db, article, 1)
        assert account_from(first.said) == an_account()
        with pytest.raises(NotFound):
            await version_of(db, article, 3)


async def test_an_old_version_comes_back_as_a_new_one(cast: Cast) -> None:
    article = await an_article(cast.ada)
    await revised(cast.ben, article.ref, body="Nothing that helps anybody.")
    async with as_person(cast.ada) as db:
        mine = await article_for(db, cast.ada, article.ref, lock=True)
        old = await version_of(db, mine, 1)
        with pytest.raises(Stale):
            await restore_version(db, mine, old, mine.version - 1, by=cast.ada)
        await restore_version(db, mine, old, mine.version, by=cast.ada)
        assert [(row.number, row.restored) for row in await versions_of(db, mine)] == [(3, 1), (2, None), (1, None)]
    back = await reload(cast.ada, article)
    assert account_of(back) == an_account()
    assert (await recorded(article.subject))[-1] == "ArticleRevised"
    async with as_person(cast.ada) as db:
        mine = await article_for(db, cast.ada, article.ref, lock=True)
        await restore_version(db, mine, await version_of(db, mine, 3), mine.version, by=cast.ada)
        assert len(await versions_of(db, mine)) == 3, "it says that already"


async def test_the_page_shows_what_changed_and_brings_it_back_without_scripts(cast: Cast) -> None:
    article = await an_article(cast.ada)
    await revised(cast.ben, article.ref, body="One line\n<b>bold</b>", state="fixed", fixed_in="driver 1.5")
    url = f"/known-issues/{article.ref}/versions"
    async with browser_of(cast.ada) as browser:
        page = (await browser.get(url)).text
        assert "What changed from version 1 to 2" in page and "<ins>&lt;b&gt;bold&lt;/b&gt;</ins>" in page
        assert "<del>Workaround known</del>" in page and "<ins>driver 1.5</ins>" in page
        version = re.search(r'name="version" value="(\d+)"', page)[1]  # type: ignore[index]
        assert (await browser.get(f"{url}?from=2&to=2")).status_code == 200
        assert (await browser.get(f"{url}?from=7&to=9")).status_code == 404
        assert (await browser.get(f"{url}?from=x&to=%00")).status_code == 200
        back = await browser.submit(f"{url}/1/restoration", version=version)
        assert back.status_code == 303 and back.headers["location"] == f"/known-issues/{article.ref}"
        assert (await browser.submit(f"{url}/1/restoration", version=version)).status_code == 303
        assert (await browser.submit(f"{url}/9/restoration", version=version)).status_code == 404
        assert (await browser.submit(f"{url}/1/restoration")).status_code == 422
    assert (await reload(cast.ada, article)).body == an_account().body
    async with browser_of(cast.otto) as auditor:
        assert "Bring it back" not in (await auditor.get(url)).text
        assert (await auditor.submit(f"{url}/1/restoration", version="9")).status_code == 403
    async with browser_of(cast.cleo) as outsider:
        assert (await outsider.get(url)).status_code == 404
        assert (await outsider.submit(f"{url}/1/restoration", version="9")).status_code == 404


async def test_who_may_not_change_it_brings_nothing_back(cast: Cast) -> None:
    article = await an_article(cast.ada)
    async with as_person(cast.comm) as db:
        mine = await article_for(db, cast.comm, article.ref)
        with pytest.raises(NotAllowed):
            await restore_version(db, mine, await version_of(db, mine, 1), mine.version, by=cast.comm)


def test_only_what_differs_is_shown_with_a_few_lines_around_it() -> None:
    before = "\n".join(f"line {number}" for number in range(20))
    lines = changed_lines(before, before.replace("line 10", "line ten"))
    assert [line.fate for line in lines] == ["skipped", *["same"] * 3, "gone", "new", *["same"] * 3, "skipped"]
    assert (lines[0].text, lines[-1].text) == ("7", "6")
    assert differences(an_account(), an_account()) == []
    assert [one.label for one in differences(an_account(), an_account(match='text = "x"'))] == ["Matches cases where"]


def test_an_account_survives_its_version() -> None:
    account = an_account(error_codes=["13"], fixed_in="1.5", state="fixed")
    assert account_from(said_by(account)) == account
