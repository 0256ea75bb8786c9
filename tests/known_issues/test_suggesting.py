import pytest

from escalations.known_issues.actions import archive_article, link_article, unlink_article
from escalations.known_issues.queries import article_for
from escalations.known_issues.suggesting import Suggestion, suggested_articles
from escalations.people.models import Person
from tests.builders import a_customer
from tests.cast import Cast
from tests.known_issues.scenes import a_fitting_case, an_article
from tests.support import as_person, run_jobs
from tests.work import statements


async def suggested(person: Person, case: object) -> list[Suggestion]:
    async with as_person(person) as db:
        return await suggested_articles(db, case)  # type: ignore[arg-type]


async def others(by: Person) -> None:
    """Articles that the usual case is not about."""
    for title, family in (
        ("Redis clients time out during maintenance", "caching_cdn"),
        ("Tunnel drops at rekeying", "networking"),
    ):
        await an_article(
            by, "everywhere", title=title, body="Nothing in common with anything here.", family=family, products=[]
        )


async def test_the_fitting_article_comes_with_what_speaks_for_it(cast: Cast) -> None:
    await others(cast.ada)
    article = await an_article(cast.ada, error_codes=["AADSTS50011"])
    case = await a_fitting_case(cast.ada, error_codes=["aadsts50011"])
    (first,) = await suggested(cast.ada, case)
    assert (first.ref, first.title, first.product) == (article.ref, article.title, "Azure Files")
    assert first.codes == ("AADSTS50011",) and {"mount", "denied", "pods"} <= set(first.words)
    assert first.evidence[:2] == ["AADSTS50011", "Azure Files"]


async def test_an_error_code_in_common_outweighs_words(cast: Cast) -> None:
    words = await an_article(cast.ada, "public", products=[])
    code = await an_article(
        cast.ada, title="Share is refused", body="Error 0x80070035 it says, for any share.", error_codes=["0x80070035"]
    )
    case = await a_fitting_case(
        cast.ada, title="Pods cannot mount the share", description="It says 0x80070035.", product=None
    )
    found = await suggested(cast.ada, case)
    assert found[0].ref == code.ref and words.ref in {one.ref for one in found}


async def test_a_word_in_common_is_chance(cast: Cast) -> None:
    await an_article(
        cast.ada,
        title="Tunnel drops at rekeying",
        body="The share of dropped packets grows.",
        family="networking",
        products=[],
    )
    assert await suggested(cast.ada, await a_fitting_case(cast.ada)) == []


async def test_nothing_known_means_nothing_suggested(cast: Cast) -> None:
    assert await suggested(cast.ada, await a_fitting_case(cast.ada)) == []


@pytest.mark.parametrize("kind", ["referenced", "resolved_by", "not_helpful"])
async def test_what_was_said_of_the_case_is_suggested_no_more(cast: Cast, kind: str) -> None:
    article, case = await an_article(cast.ada), await a_fitting_case(cast.ada)
    async with as_person(cast.ada) as db:
        await link_article(db, case, article, kind, by=cast.ada)
        assert await suggested_articles(db, case) == []
        await unlink_article(db, case, article, by=cast.ada)
        await db.flush()
        assert len(await suggested_articles(db, case)) == 1


async def test_an_archived_article_is_suggested_no_more(cast: Cast) -> None:
    written, case = await an_article(cast.ada), await a_fitting_case(cast.ada)
    async with as_person(cast.ada) as db:
        await archive_article(db, await article_for(db, cast.ada, written.ref, lock=True), "outdated", by=cast.ada)
    await run_jobs()
    assert await suggested(cast.ada, case) == []


async def test_only_articles_of_the_case_s_own_boundary_and_of_everywhere(cast: Cast) -> None:
    """Dora sees three boundaries; a case of one of them is still not shown what is known in another."""
    here = {}
    for boundary in ("public", "usgov", "germany", "everywhere"):
        here[boundary] = (await an_article(cast.dora, boundary, title=f"Azure Files mount fails in {boundary}")).ref
    cases = {
        "public": await a_fitting_case(cast.dora),
        "germany": await a_fitting_case(cast.dora, await a_customer("germany", "Isar Energie")),
    }
    for boundary, case in cases.items():
        found = {one.ref for one in await suggested(cast.dora, case)}
        assert found == {here[boundary], here["everywhere"]}


async def test_more_articles_need_no_more_questions(cast: Cast) -> None:
    await an_article(cast.ada)
    case = await a_fitting_case(cast.ada)
    asked = []
    for _ in range(2):
        async with as_person(cast.ada) as db:
            with statements() as told:
                await suggested_articles(db, case)
        asked.append(told)
        await others(cast.ada)
    assert 0 < len(asked[0]) == len(asked[1]) < 10
