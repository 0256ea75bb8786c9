"""Articles and a case that is part of another one."""

from escalations.cases.actions import merge_cases
from escalations.cases.internal_texts import internal_texts_of
from escalations.cases.queries.merged import case_itself
from escalations.known_issues.actions import link_article, unlink_article
from escalations.known_issues.queries import links_of
from escalations.known_issues.queries.closing import articles_to_close_with
from tests.builders import a_customer
from tests.cast import Cast
from tests.known_issues.scenes import a_fitting_case, an_article, reload_case
from tests.known_issues.test_fanning_out import linked, moved
from tests.support import as_person, browser_of


async def test_its_article_shows_on_the_survivor_which_hears_of_it_and_may_unlink_it(cast: Cast) -> None:
    customer = await a_customer()
    survivor, absorbed = await a_fitting_case(cast.ada, customer), await a_fitting_case(cast.ada, customer)
    article = await an_article(cast.ada, audience="internal", state="investigating")
    await linked(cast.ada, absorbed, article)
    async with as_person(cast.ada) as db:
        pair = [await case_itself(db, one.ref, lock=True) for one in (survivor, absorbed)]
        await merge_cases(db, pair[0], pair[1:], "One and the same.", by=cast.ada)
    async with as_person(cast.ada) as db:
        here = await case_itself(db, survivor.ref)
        assert [row[0].article_id for row in await links_of(db, here)] == [article.id]
        assert [one.id for one in await articles_to_close_with(db, here)] == [article.id]
        assert [one.text for one in await internal_texts_of(db, here)] == [article.body]
    await moved(cast.ada, article, "workaround")
    assert (await reload_case(cast.ada, survivor)).turn == "close_the_loop"
    async with browser_of(cast.ada) as ada:
        assert article.ref in (await ada.get(f"/cases/{survivor.ref}/known-issues")).text
    async with as_person(cast.ada) as db:
        here = await case_itself(db, survivor.ref, lock=True)
        link = await link_article(db, here, article, "resolved_by", by=cast.ada)
        assert link.case_id == absorbed.id, "what is said of the pair stays one row"
        await unlink_article(db, here, article, by=cast.ada)
        assert await links_of(db, here) == []
