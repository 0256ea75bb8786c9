import asyncpg
import pytest
from sqlmodel import select

from escalations.known_issues.actions import archive_article, link_article, mark_solved, revise_article, unlink_article
from escalations.known_issues.models import CaseKnownIssue
from escalations.known_issues.queries import article_for, cases_linked_to, links_of, uses_of
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.trail import trail_of
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.known_issues.scenes import an_account, an_article, recorded, reload_case
from tests.support import as_person, run_jobs


async def test_a_link_says_what_the_article_was_for_the_case(cast: Cast) -> None:
    article, case = await an_article(cast.ada), await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        await link_article(db, case, article, "referenced", by=cast.ada)
        await link_article(db, case, article, "referenced", by=cast.ada)
        await mark_solved(db, case, article, by=cast.ada)
        await mark_solved(db, case, article, by=cast.ada)
    async with as_person(cast.ben) as db:
        assert [(row[0].kind, row.title) for row in await links_of(db, case)] == [("resolved_by", article.title)]
        assert [row.kind for row in await cases_linked_to(db, article)] == ["resolved_by"]
        assert await uses_of(db, [article.id]) == {article.id: {"resolved_by": 1}}
        told = [row.told for row in await trail_of(db, case.subject) if row.subject == article.subject]
    assert told == ["solved it with KI-1", "linked it to known issue KI-1"]


async def test_a_link_can_be_taken_back_and_made_again(cast: Cast) -> None:
    article, case = await an_article(cast.ada), await a_case(cast.ada)
    for verb in (link_article, unlink_article, unlink_article, link_article):
        async with as_person(cast.ada) as db:
            more = ("not_helpful",) if verb is link_article else ()
            await verb(db, case, article, *more, by=cast.ada)  # type: ignore[operator]
    told = ["ArticleAdded", "KnownIssueLinked", "KnownIssueUnlinked", "KnownIssueLinked"]
    assert await recorded(article.subject) == told
    async with as_person(cast.ada) as db:
        assert await cases_linked_to(db, article) == [], "set aside is no link"


async def test_an_archived_article_is_linked_no_more_but_can_be_set_aside(cast: Cast) -> None:
    written, case = await an_article(cast.ada), await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        article = await article_for(db, cast.ada, written.ref, lock=True)
        await archive_article(db, article, "outdated", by=cast.ada)
        with pytest.raises(Refused, match="archived"):
            await mark_solved(db, case, article, by=cast.ada)
        with pytest.raises(Refused, match="one of"):
            await link_article(db, case, article, "liked", by=cast.ada)
        await link_article(db, case, article, "not_helpful", by=cast.ada)


async def test_an_article_of_another_boundary_cannot_be_linked(cast: Cast, admin: asyncpg.Connection) -> None:
    """Refused by the verb, and by the database even to a superuser."""
    article, case = await an_article(cast.ada, "usgov"), await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        with pytest.raises(Refused, match="belongs to usgov"):
            await link_article(db, case, article, "referenced", by=cast.ada)
    insert = "INSERT INTO case_known_issue (boundary, case_id, article_id, article_boundary, kind, at) VALUES ('public', $1, $2, $3, 'referenced', now())"
    with pytest.raises(asyncpg.CheckViolationError):
        await admin.execute(insert, case.id, article.id, "usgov")
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await admin.execute(insert, case.id, article.id, "public")


async def test_an_article_for_everywhere_fits_cases_of_every_boundary(cast: Cast) -> None:
    article = await an_article(cast.dora, "everywhere")
    public, germany = await a_case(cast.ada), await a_case(cast.dora, await a_customer("germany", "Isar Energie"))
    async with as_person(cast.dora) as db:
        for case in (public, germany):
            await mark_solved(db, case, article, by=cast.dora)
    async with as_person(cast.ada) as db:
        assert [row.id for row in await cases_linked_to(db, article)] == [public.id]
        assert await uses_of(db, [article.id]) == {article.id: {"resolved_by": 1}}, "counted within one's sight"
        assert germany.id not in {link.case_id for link in (await db.exec(select(CaseKnownIssue))).all()}


@pytest.mark.parametrize("who", ["otto", "pia", "adam"])
async def test_only_those_who_work_cases_link(cast: Cast, who: str) -> None:
    article, case, person = await an_article(cast.ada), await a_case(cast.ada), getattr(cast, who)
    async with as_person(person) as db:
        with pytest.raises(NotAllowed):
            await link_article(db, case, article, "referenced", by=person)
        with pytest.raises(NotAllowed):
            await unlink_article(db, case, article, by=person)


async def test_a_fix_asks_to_close_the_loop_with_every_linked_customer(cast: Cast) -> None:
    written = await an_article(cast.dora, "everywhere")
    public, germany = await a_case(cast.ada), await a_case(cast.dora, await a_customer("germany", "Isar Energie"))
    aside = await a_case(cast.ada, await a_customer(name="Third"))
    async with as_person(cast.dora) as db:
        article = await article_for(db, cast.dora, written.ref, lock=True)
        await link_article(db, public, article, "referenced", by=cast.dora)
        await link_article(db, germany, article, "referenced", by=cast.dora)
        await link_article(db, aside, article, "not_helpful", by=cast.dora)
        fixed = an_account(state="fixed", fixed_in="driver 1.31")
        await revise_article(db, article, fixed, article.version, by=cast.dora)
    await run_jobs()
    assert [(await reload_case(cast.dora, case)).turn for case in (public, germany)] == ["close_the_loop"] * 2
    assert (await reload_case(cast.ada, aside)).turn == "us"
    async with as_person(cast.ada) as db:
        newest = (await trail_of(db, public.subject))[0]
    assert "known issue KI-1 is fixed in driver 1.31: verify with the customer" in newest.told
