"""Closed cases that are like an open one: found before anybody types, with how they ended, linked or set aside, and back."""

from itertools import count

import pytest
from sqlmodel import select

from escalations.cases.actions import close_case, link_cases, unlink_cases
from escalations.cases.models import Case, CaseLink
from escalations.cases.queries import case_for, links_of
from escalations.customers.models import Customer
from escalations.known_issues.actions import mark_solved
from escalations.known_issues.models import Article
from escalations.known_issues.similar.actions import accept_similar, reject_similar, take_back_similar
from escalations.known_issues.similar.closed_case import SimilarCase
from escalations.known_issues.similar.finding import ranked_cases, similar_cases
from escalations.known_issues.similar.models import CaseSimilarity
from escalations.known_issues.similar.queries import pair_for
from escalations.known_issues.suggesting import suggested_articles
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Refused
from tests.builders import a_customer
from tests.cast import Cast
from tests.known_issues.scenes import a_fitting_case, an_article, recorded, reload_case
from tests.support import as_person, run_jobs

_numbers = count(1)
NOTE = "The key in the secret was old.\nWe rotated it and restarted the node."


async def a_like_case(by: Person, customer: Customer | None = None, **told: object) -> Case:
    """Of a customer of its own, unless one is given."""
    return await a_fitting_case(by, customer or await a_customer(name=f"Customer {next(_numbers)}"), **told)


async def a_closed_case(
    by: Person, customer: Customer | None = None, *, how: str = "fixed", note: str = NOTE, article: Article | None = None, **told: object
) -> Case:  # fmt: skip
    case = await a_like_case(by, customer, **told)
    async with as_person(by) as db:
        mine = await case_for(db, by, case.ref, lock=True)
        if article is not None:
            await mark_solved(db, mine, await db.merge(article), by=by)
        await close_case(db, mine, how, note, by=by)
    await run_jobs()
    return case


async def found_for(person: Person, case: Case) -> list[SimilarCase]:
    async with as_person(person) as db:
        return await similar_cases(db, await case_for(db, person, case.ref))


async def answered(person: Person, case: Case, other: Case, verb: object) -> None:
    async with as_person(person) as db:
        await verb(db, *await pair_for(db, person, case.ref, other.ref), by=person)  # type: ignore[operator]
    await run_jobs()


async def said(person: Person) -> list[CaseSimilarity]:
    async with as_person(person) as db:
        return list((await db.exec(select(CaseSimilarity))).all())


async def test_a_closed_case_comes_with_what_speaks_for_it_and_how_it_ended(cast: Cast) -> None:
    customer = await a_customer()
    closed = await a_closed_case(cast.ada, customer, error_codes=["AADSTS50011"])
    await a_closed_case(
        cast.ada, customer, title="Invoice shows the wrong address", description="Nothing else.", family="other", product=None
    )  # fmt: skip
    case = await a_like_case(cast.ada, customer, error_codes=["aadsts50011"])
    (one,) = await found_for(cast.ada, case)
    assert (one.ref, one.outcome) == (closed.ref, "Fixed: The key in the secret was old.")
    assert one.evidence[:3] == ["same code AADSTS50011", "same product Azure Files", "same customer"]
    assert {"mount", "denied"} & set(one.words) and one.method in ("code", "words", "meaning")
    assert one.score == pytest.approx(sum(one.parts.values()))


async def test_open_cases_and_the_case_itself_are_none_of_them(cast: Cast) -> None:
    first, second = await a_like_case(cast.ada), await a_like_case(cast.ada)
    assert await found_for(cast.ada, first) == [] and await found_for(cast.ada, second) == []


async def test_an_article_that_solved_it_is_named_and_is_lifted_on_the_next_case_like_it(cast: Cast) -> None:
    article = await an_article(cast.ada)
    rival = await an_article(
        cast.ada, title="Pods cannot mount the share: permission denied on port 445, mount error 13"
    )
    odd = await an_article(cast.ada, title="Clock skew", body="Set the time.", family="other", products=[])
    case = await a_like_case(cast.ada)
    async with as_person(cast.ada) as db:
        before = {one.ref: one.score for one in await suggested_articles(db, case)}
    assert odd.ref not in before and rival.ref in before
    closed = [await a_closed_case(cast.ada, article=article) for n in range(2)]
    other = await a_closed_case(cast.ada, article=odd)
    assert {one.outcome.partition(":")[0] for one in await found_for(cast.ada, case)} == {
        f"resolved by {article.ref}", f"resolved by {odd.ref}"
    }  # fmt: skip
    async with as_person(cast.ada) as db:
        after = {one.ref: one for one in await suggested_articles(db, case)}
    assert after[article.ref].score > before[article.ref]
    told = next(one for one in after[article.ref].evidence if one.startswith("resolved"))
    assert {one.ref for one in closed} == {word for word in told.split() if word.startswith("C-")}
    assert told.endswith("like this one")
    assert f"resolved {other.ref} like this one" in after[odd.ref].evidence


async def test_linking_twice_is_linking_once_and_either_removal_is_the_undo(cast: Cast) -> None:
    closed, case = await a_closed_case(cast.ada), await a_like_case(cast.ada)
    for _ in range(2):
        await answered(cast.ada, case, closed, accept_similar)
    await answered(cast.ben, closed, case, accept_similar)
    (one,) = await said(cast.ada)
    assert (one.verdict, one.by_id, one.method) == ("accepted", cast.ada.id, one.method)
    assert one.score > 0 and "same product Azure Files" in one.evidence and one.method != "manual"
    assert (await recorded(case.subject, "public"))[-2:] == ["CasesLinked", "SimilarCaseAccepted"]
    assert await found_for(cast.ada, case) == []
    await answered(cast.ada, case, closed, take_back_similar)
    await answered(cast.ada, case, closed, take_back_similar)
    assert await said(cast.ada) == [] and [item.ref for item in await found_for(cast.ada, case)] == [closed.ref]
    assert (await recorded(case.subject, "public"))[-2:] == ["CasesUnlinked", "SimilarCaseTakenBack"]
    await answered(cast.ada, case, closed, accept_similar)
    async with as_person(cast.ada) as db:
        mine = await case_for(db, cast.ada, closed.ref, lock=True)
        (link,) = await links_of(db, mine)
        await unlink_cases(db, mine, link.link.id, by=cast.ada)
    assert await said(cast.ada) == []


async def test_what_is_set_aside_is_suggested_no_more_until_it_is_taken_back(cast: Cast) -> None:
    closed, case = await a_closed_case(cast.ada), await a_like_case(cast.ada)
    for _ in range(2):
        await answered(cast.ada, case, closed, reject_similar)
    assert [(one.verdict, one.link_id) for one in await said(cast.ada)] == [("rejected", None)]
    assert await found_for(cast.ada, case) == []
    assert (await recorded(case.subject, "public")).count("SimilarCaseRejected") == 1
    await answered(cast.ada, case, closed, take_back_similar)
    assert len(await found_for(cast.ada, case)) == 1
    await answered(cast.ada, case, closed, reject_similar)
    await answered(cast.ada, case, closed, accept_similar)
    assert [one.verdict for one in await said(cast.ada)] == ["accepted"]
    with pytest.raises(Refused, match="Remove the link first"):
        await answered(cast.ada, case, closed, reject_similar)


async def test_what_people_answered_on_other_cases_improves_the_order(cast: Cast) -> None:
    customer = await a_customer()
    good, bad = [await a_closed_case(cast.ada, customer) for _ in range(2)]
    for _ in range(3):
        other = await a_like_case(cast.ada)
        await answered(cast.ada, other, good, accept_similar)
        await answered(cast.ada, other, bad, reject_similar)
    first, second = await found_for(cast.ada, await a_like_case(cast.ada, customer))
    assert (first.ref, second.ref) == (good.ref, bad.ref)
    assert "linked to 3 similar cases" in first.evidence and second.parts["verdicts"] < 0 < first.parts["verdicts"]


async def test_a_pair_that_nobody_suggested_comes_of_a_person(cast: Cast) -> None:
    closed = await a_closed_case(cast.ada, title="Invoice", description="Wrong address.", family="other", product=None)
    case = await a_like_case(cast.ada)
    async with as_person(cast.ada) as db:
        ranked = {one.case_id for one in await ranked_cases(db, case)}
    await answered(cast.ada, case, closed, accept_similar)
    (one,) = await said(cast.ada)
    assert closed.id not in ranked and (one.method, one.score, one.evidence) == ("manual", 0.0, [])


async def test_being_related_has_no_direction(cast: Cast) -> None:
    first, second = await a_like_case(cast.ada), await a_like_case(cast.ada)
    async with as_person(cast.ada) as db:
        one = await link_cases(db, await db.merge(first), await db.merge(second), "related", by=cast.ada)
        await db.flush()
        two = await link_cases(db, await db.merge(second), await db.merge(first), "related", by=cast.ada)
        assert one.id == two.id and len((await db.exec(select(CaseLink))).all()) == 1


async def test_across_boundaries_nothing_is_shown_and_nothing_is_linked(cast: Cast) -> None:
    german = await a_closed_case(cast.dora, await a_customer("germany", "Isar Energie"))
    closed = await a_closed_case(cast.ada)
    case = await reload_case(cast.dora, await a_like_case(cast.ada))
    assert [one.ref for one in await found_for(cast.dora, case)] == [closed.ref]
    with pytest.raises(Refused, match="belongs to germany"):
        await answered(cast.dora, case, german, accept_similar)
    with pytest.raises(Refused, match="belongs to germany"):
        await answered(cast.dora, case, german, reject_similar)
    with pytest.raises(NotFound):
        await answered(cast.ada, case, german, reject_similar)
    with pytest.raises(NotFound):
        await answered(cast.cleo, case, german, reject_similar)
    with pytest.raises(Refused, match="itself"):
        await answered(cast.ada, case, case, accept_similar)


@pytest.mark.parametrize("verb", [accept_similar, reject_similar, take_back_similar])
async def test_who_does_not_work_cases_may_not_answer(cast: Cast, verb: object) -> None:
    closed, case = await a_closed_case(cast.ada), await a_like_case(cast.ada)
    with pytest.raises(NotAllowed):
        await answered(cast.otto, case, closed, verb)
