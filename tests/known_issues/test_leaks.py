"""Nothing of a boundary reaches those who are not cleared for it: by page, by program, by search, as suggestion or as count."""

import pytest

from escalations.cases.models import Case
from escalations.known_issues.actions import link_article
from escalations.known_issues.models import Article
from escalations.people.models import Person
from escalations.people.queries import open_boundaries
from escalations.platform.search import search
from tests.builders import a_customer
from tests.cast import Cast
from tests.known_issues.scenes import a_fitting_case, an_article
from tests.support import as_person, browser_of, program_of, run_jobs

pytestmark = pytest.mark.usefixtures("search_engine")


async def a_world(cast: Cast) -> tuple[dict[str, Article], dict[str, Case]]:
    """In each boundary a case and an article, alike but for the name of their boundary."""
    writers = {"public": cast.ada, "usgov": cast.ada, "germany": cast.dora}
    articles = {
        name: await an_article(by, name, title=f"Secret{name}: share cannot be mounted") for name, by in writers.items()
    }
    cases = {
        name: await a_fitting_case(
            by, await a_customer(name, f"Customer of {name}"), title=f"Hidden{name}: cannot mount the share"
        )
        for name, by in writers.items()
    }
    await run_jobs()
    return articles, cases


async def sight_of(person: Person) -> set[str]:
    async with as_person(person) as db:
        return {*(await open_boundaries(db, person)), "everywhere"}


async def test_search_finds_cases_and_articles_of_one_s_own_boundaries_only(cast: Cast) -> None:
    articles, cases = await a_world(cast)
    for person in cast.everyone:
        sight = await sight_of(person)
        mine = {("known_issue", articles[name].id) for name in articles if name in sight}
        mine |= {("case", cases[name].id) for name in cases if name in sight}
        async with as_person(person) as db:
            hits = await search(db, "mount share", kinds=["case", "known_issue"], limit=50)
            assert {(hit.kind, hit.object_id) for hit in hits} == mine, person.name
            for name in set(articles) - sight:
                for typed in (f"secret{name}", f"hidden{name}", f"secret{name[:4]}", f"Customer of {name}"):
                    found = await search(db, typed, kinds=["case", "known_issue"], limit=50)
                    assert {(hit.kind, hit.object_id) for hit in found} <= mine, (person.name, typed)


async def test_pages_and_programs_show_nothing_else_either(cast: Cast) -> None:
    articles, cases = await a_world(cast)
    for person in cast.everyone:
        sight = await sight_of(person)
        async with browser_of(person) as browser, program_of(person) as program:
            shown = [
                (await browser.get("/known-issues")).text,
                (await browser.get("/known-issues?q=secretgermany+share+mount")).text.replace(
                    'value="secretgermany share mount"', ""
                ),
                (await program.get("/api/known-issues")).text,
                (await program.get("/api/known-issues?q=share+mount")).text,
            ]
            for name, article in articles.items():
                found = name in sight
                assert all((f"Secret{name}" in page) == found for page in (shown[0], shown[2], shown[3])), (
                    person.name,
                    name,
                )
                assert found or f"Secret{name}" not in shown[1]
                status = 200 if found else 404
                assert (await browser.get(f"/known-issues/{article.ref}")).status_code == status
                assert (await program.get(f"/api/known-issues/{article.ref}")).status_code == status
                assert (await browser.get(f"/cases/{cases[name].ref}/known-issues")).status_code == status
                assert (await program.get(f"/api/cases/{cases[name].ref}/known-issues")).status_code == status


async def test_a_case_is_shown_no_article_of_another_boundary_by_nobody(cast: Cast) -> None:
    _, cases = await a_world(cast)
    for person in cast.everyone:
        async with browser_of(person) as browser:
            for name in cases.keys() & await sight_of(person):
                slot = (await browser.get(f"/cases/{cases[name].ref}/known-issues")).text
                assert {other for other in cases if f"Secret{other}" in slot} == {name}, person.name


async def test_the_page_of_an_article_for_everywhere_counts_and_names_only_cases_in_sight(cast: Cast) -> None:
    _, cases = await a_world(cast)
    article = await an_article(cast.dora, "everywhere")
    async with as_person(cast.dora) as db:
        for case in cases.values():
            if case.boundary != "usgov":
                await link_article(db, case, article, "referenced", by=cast.dora)
    async with browser_of(cast.ada) as browser:
        shown = (await browser.get(f"/known-issues/{article.ref}")).text
        assert "linked to 1 case" in shown and "Hiddenpublic" in shown and "Hiddengermany" not in shown
        assert (
            await browser.submit(f"/cases/{cases['germany'].ref}/known-issues/{article.ref}/link")
        ).status_code == 404
