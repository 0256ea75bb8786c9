import asyncpg
import pytest

from escalations.cases.actions import close_case
from escalations.cases.models import Case
from escalations.known_issues.actions import link_article, mark_solved, revise_article
from escalations.known_issues.backtesting import fate_of
from escalations.known_issues.matching import matching_articles, tried_on_past
from escalations.known_issues.models import Article
from escalations.known_issues.predicates import predicate_of
from escalations.known_issues.queries import article_for
from escalations.people.models import Person
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.known_issues.scenes import an_account, an_article, reload, reload_case
from tests.known_issues.test_pages import FORM
from tests.support import as_person, browser_of

ERROR_13 = 'text = ["mount error 13", "mount error(13)"]'


async def ended(person: Person, case: Case, how: str, article: Article | None = None) -> None:
    async with as_person(person) as db:
        mine = await reload_case(person, case)
        db.add(mine)
        if article:
            await mark_solved(db, mine, await article_for(db, person, article.ref), by=person)
        await close_case(db, mine, how, "It works again.", by=person)


async def refs_matching(person: Person, case: Case) -> list[str]:
    async with as_person(person) as db:
        return [one.ref for one in await matching_articles(db, case)]


async def test_an_article_that_holds_for_a_case_is_offered_first_with_its_evidence(cast: Cast) -> None:
    await an_article(
        cast.ada, title="Wholly other words about nothing in particular", body="No such words here.", match=ERROR_13
    )
    await an_article(cast.ada)
    case = await a_case(cast.ada, family="storage", product="azure_files")
    async with as_person(cast.ada) as db:
        (found,) = await matching_articles(db, case)
        assert (found.ref, found.evidence[0]) == (
            "KI-1",
            "matches its condition",
        ) and "mount error 13" in found.evidence
    async with browser_of(cast.ada) as browser:
        panel = (await browser.get(f"/cases/{case.ref}/known-issues")).text
        assert panel.index("offered-KI-1") < panel.index("offered-KI-2") and "matches its condition" in panel


async def test_only_what_one_may_link_and_nobody_spoke_of_is_offered(cast: Cast) -> None:
    article = await an_article(cast.ada, match=ERROR_13)
    await an_article(cast.ada, match=ERROR_13, confidence="archived")
    await an_article(cast.ada, "usgov", match=ERROR_13)
    await an_article(cast.ada, match='text = "mount error(13)"\n[unless]\nfamily = "storage"')
    case = await a_case(cast.ada, family="storage", product="azure_files")
    assert await refs_matching(cast.ada, case) == ["KI-1"]
    async with as_person(cast.ada) as db:
        await link_article(db, case, await article_for(db, cast.ada, article.ref), "not_helpful", by=cast.ada)
    assert await refs_matching(cast.ada, case) == []


async def test_a_condition_that_the_catalogue_no_longer_knows_says_nothing(
    cast: Cast, admin: asyncpg.Connection
) -> None:
    await an_article(cast.ada, match=ERROR_13)
    await admin.execute("UPDATE known_issue SET match = 'product = \"long_gone\"'")
    case = await a_case(cast.ada)
    assert await refs_matching(cast.ada, case) == []
    async with browser_of(cast.ada) as browser:
        assert "which does not exist" in (await browser.get("/known-issues/KI-1/match")).text
        assert (await browser.get("/known-issues/KI-1")).status_code == 200


async def test_past_cases_say_whether_it_would_have_been_right(cast: Cast) -> None:
    article, other = await an_article(cast.ada), await an_article(cast.ada, title="Another known issue")
    by_this, by_other, by_none, still_open, configured = [
        await a_case(cast.ada, await a_customer(name=f"Number {n} Works")) for n in range(5)
    ]
    await a_case(cast.ada, title="DNS is slow", description="Lookups take five seconds.")
    germany = await a_case(cast.dora, await a_customer("germany", "Isar Energie"))
    await ended(cast.ada, by_this, "known_issue", article)
    await ended(cast.ada, by_other, "known_issue", other)
    await ended(cast.ada, by_none, "fixed")
    await ended(cast.ada, configured, "customer_config")
    async with as_person(cast.ada) as db:
        found = await tried_on_past(db, predicate_of(ERROR_13), "everywhere", article.id)
    assert {case.case_id: case.fate for case in found.cases} == {
        by_this.id: "this", by_other.id: "otherwise", by_none.id: "alone", still_open.id: "open", configured.id: "otherwise",
    }  # fmt: skip
    assert found.in_words() == (
        "5 of 6 cases of the last 180 days would have matched: 1 solved by this article, 2 solved otherwise, 1 closed without an article, 1 still open."
    )
    assert found.is_often_wrong and not found.is_too_wide
    async with as_person(cast.dora) as db:
        seen = await tried_on_past(db, predicate_of(ERROR_13), "germany", article.id)
        assert [case.case_id for case in seen.cases] == [germany.id], "an article of one boundary is tried inside it"


@pytest.mark.parametrize(
    ("resolution", "said", "fate"),
    [
        (None, {}, "open"),
        (None, {1: "not_helpful"}, "aside"),
        ("known_issue", {1: "resolved_by", 2: "resolved_by"}, "this"),
        ("known_issue", {2: "resolved_by"}, "otherwise"),
        ("fixed", {1: "not_helpful"}, "aside"),
        ("fixed", {1: "referenced"}, "alone"),
        ("incident", {}, "otherwise"),
    ],
)
def test_how_a_past_case_counts(resolution: str | None, said: dict[int, str], fate: str) -> None:
    assert fate_of(1, resolution, said) == fate


async def test_a_condition_is_tried_before_it_is_saved_and_shown_on_the_article(cast: Cast) -> None:
    await a_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        tried = await browser.submit("/known-issues/match-trials", **{**FORM, "match": ERROR_13})
        assert tried.status_code == 200 and "1 of 1 cases of the last 180 days would have matched" in tried.text
        assert "Line 1: it asks for" in (await browser.submit("/known-issues/match-trials", match="x = 1")).text
        assert "Nobody has said yet" in (await browser.submit("/known-issues/match-trials", match="")).text
        assert (await browser.submit("/known-issues", **FORM, match=ERROR_13)).status_code == 303
        page = await browser.get("/known-issues/KI-1")
        assert "mount error(13)" in page.text and 'hx-get="/known-issues/KI-1/match"' in page.text
        assert "1 still open" in (await browser.get("/known-issues/KI-1/match")).text
    async with browser_of(cast.otto) as auditor:
        assert (await auditor.submit("/known-issues/match-trials", match=ERROR_13)).status_code == 403
        assert (await auditor.get("/known-issues/KI-1/match")).status_code == 200
    async with browser_of(cast.cleo) as outsider:
        assert (await outsider.get("/known-issues/KI-1/match")).status_code == 404
        tried = await outsider.submit("/known-issues/match-trials", match=ERROR_13)
        assert tried.status_code == 403 or "There is no case" in tried.text, "cases out of sight are not counted either"


async def test_a_condition_is_part_of_what_an_article_says(cast: Cast) -> None:
    article = await an_article(cast.ada, match=ERROR_13)
    async with as_person(cast.ada) as db:
        mine = await article_for(db, cast.ada, article.ref, lock=True)
        await revise_article(db, mine, an_account(), mine.version, by=cast.ada)
    assert (await reload(cast.ada, article)).match == ""
