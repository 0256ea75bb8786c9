"""What people searched for without finding it, and what else of our knowledge is missing, unproven or old."""

from datetime import timedelta

import asyncpg
from sqlmodel import select

from escalations.cases.actions import close_case
from escalations.known_issues.actions import flag_article, mark_solved
from escalations.known_issues.actions.asking import forget_searches, normalised, note_opening, note_search
from escalations.known_issues.debt import Debt, debts
from escalations.known_issues.models import SearchAsked
from escalations.known_issues.queries import article_for
from escalations.known_issues.queries.debt import unanswered_searches
from escalations.people.actions import revoke_clearance
from escalations.people.models import Person
from escalations.people.queries import clearances_of
from escalations.platform.time import now, time_at
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.known_issues.scenes import a_fitting_case, an_article, reload_case
from tests.support import as_person, as_system, browser_of, run_jobs


async def owed(person: Person) -> dict[str, Debt]:
    async with as_person(person) as db:
        return {debt.key: debt for debt in await debts(db)}


async def searched(person: Person) -> list[str]:
    async with as_person(person) as db:
        return [row.query for row in await unanswered_searches(db, now() - timedelta(days=30))]


async def test_pages_and_the_list_of_commands_say_what_was_asked_and_which_hits_there_are(cast: Cast) -> None:
    article, case = await an_article(cast.ada), await a_fitting_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        for url in ("/known-issues?q=Mount++Share", "/search?q=mount+share", "/search/suggestions?q=mount+share"):
            found = (await browser.get(url)).text
            assert 'data-asked="' in found and 'data-results="1"' in found and f'data-hit="{article.ref}"' in found, url
            assert f'href="/known-issues/{article.ref}"' in found, "no words in an address that may be copied"
        assert f'data-hit="{case.ref}"' in (await browser.get("/search/suggestions?q=mount+share")).text
        for url in ("/search?q=", "/search/suggestions?q=C-1", "/search?q=sev:a+mount", "/known-issues"):
            assert "data-asked" not in (await browser.get(url)).text, url


async def test_a_search_is_kept_once_a_day_and_opening_whatever_was_found_answers_it(cast: Cast) -> None:
    url = "/known-issues/searches"
    async with browser_of(cast.ada) as browser:
        for _ in range(2):
            assert (await browser.submit(url, q="Mount  Share", results="1")).status_code == 204
        assert await searched(cast.ada) == ["mount share"]
        assert (await browser.submit(url, q="mount share", results="9", opened="C-12", position="7")).status_code == 204
        assert await searched(cast.ada) == []
        assert (await browser.submit(url, q="mount share", results="9")).status_code == 204
        assert await searched(cast.ada) == [], "who comes back to it has still found it"
        async with as_person(cast.ada) as db:
            (row,) = (await db.exec(select(SearchAsked))).all()
        assert (row.results, row.opened, row.position) == (9, "C-12", 7)
        for wrong in ({"q": "", "results": "x"}, {"q": "mount", "opened": "<script>"}, {"q": "mount", "position": "0"}):
            assert (await browser.submit(url, **wrong)).status_code == 204
        assert await searched(cast.ada) == []
    async with browser_of(None) as nobody:
        assert (await nobody.submit(url, q="mount share")).status_code in (302, 303, 401)


async def test_what_is_found_only_far_down_is_owed_too(cast: Cast) -> None:
    for person, position in ((cast.ada, 9), (cast.ben, 7)):
        async with as_person(person) as db:
            await note_opening(db, person, "far down", 20, "KI-3", position)
            await note_opening(db, person, "near by", 20, "KI-3", position if person is cast.ada else 1)
    (item,) = (await owed(cast.ada))["far"].items
    assert (item.title, item.hint) == ("far down", "2 people, what they opened stood at place 7 or below")


async def test_a_search_is_seen_only_by_who_sees_all_that_its_author_sees(cast: Cast) -> None:
    for person in (cast.ada, cast.cleo, cast.dora):
        async with as_person(person) as db:
            await note_search(db, person, f"asked by {person.name}", 0)
    assert await searched(cast.dora) == ["asked by dora", "asked by cleo", "asked by ada"]
    assert await searched(cast.ada) == ["asked by ada"]
    assert await searched(cast.cleo) == ["asked by cleo"]
    assert await searched(cast.otto) == []


async def test_who_sees_less_than_this_morning_searches_on(cast: Cast) -> None:
    async with browser_of(cast.dora) as dora:
        assert (await dora.submit("/known-issues/searches", q="share at noon", results=0)).status_code == 204
        async with as_person(cast.adam) as db:
            held = (await clearances_of(db, [cast.dora.id]))[cast.dora.id]
            await revoke_clearance(db, next(one for one in held if one.boundary == "germany"), by=cast.adam)
        assert (await dora.submit("/known-issues/searches", q="share at noon", results=3)).status_code == 204
    assert await searched(cast.dora) == []


def test_a_search_keeps_no_customer_s_facts() -> None:
    assert normalised("  Mail from Ops@Harbour.Example   fails ") == "mail from [e-mail] fails"


async def test_old_searches_are_forgotten_in_every_boundary(cast: Cast) -> None:
    with time_at(now() - timedelta(days=32)):
        for person in (cast.ada, cast.cleo):
            async with as_person(person) as db:
                await note_search(db, person, "long ago", 0)
    async with as_person(cast.ada) as db:
        await note_search(db, cast.ada, "just now", 3)
    async with as_system("public") as db:
        assert await forget_searches(db, now()) == 2
    async with as_system("public") as db:
        assert await forget_searches(db, now()) == 0
    assert await searched(cast.ada) == ["just now"]


async def closed(person: Person, number: int, *, linked: int) -> None:
    article = await an_article(person, confidence="not_validated")
    for place in range(number):
        case = await a_case(person, await a_customer(name=f"Number {place} Works"), family="storage")
        async with as_person(person) as db:
            mine = await reload_case(person, case)
            db.add(mine)
            if place < linked:
                await mark_solved(db, mine, await article_for(db, person, article.ref), by=person)
            await close_case(db, mine, "fixed", "It works again.", by=person)
    await run_jobs()


async def test_the_page_counts_what_is_owed_and_links_to_it(cast: Cast, admin: asyncpg.Connection) -> None:
    await closed(cast.ada, 6, linked=2)
    await an_article(cast.ada, title="Begun long ago", confidence="work_in_progress")
    await an_article(cast.ada, title="Trusted long ago")
    await admin.execute(
        "UPDATE known_issue SET created_at = now() - interval '200 days', changed_at = now() - interval '200 days' WHERE title LIKE '%long ago'"
    )
    flagged = await an_article(cast.ada, title="Flagged one")
    async with as_person(cast.comm) as db:
        await flag_article(db, await article_for(db, cast.comm, flagged.ref), "Its steps are wrong.", by=cast.comm)
    async with as_person(cast.ben) as db:
        await note_search(db, cast.ben, "certificate pinning", 0)
        await note_opening(db, cast.ben, "mount share", 1, flagged.ref, 1)
    found = await owed(cast.ada)
    told = {key: [(item.title, item.hint) for item in debt.items] for key, debt in found.items()}
    assert told["searches"] == [("certificate pinning", "1 person, nothing found")]
    assert told["rates"] == [("Storage", "2 of 6 closed cases have an article")]
    assert told["reused"] == [("Azure Files share cannot be mounted: error 13", "used on 2 cases")]
    assert told["unfinished"] == [("Begun long ago", "begun by Ada")] and told["stale"] == [
        ("Trusted long ago", "neither changed nor used since")
    ]
    assert told["flags"] == [("Flagged one", "Its steps are wrong.")]
    async with browser_of(cast.ada) as browser:
        page = (await browser.get("/known-issues/debt")).text
        for item in (
            "certificate pinning",
            "Begun long ago",
            "Trusted long ago",
            "33 %",
            "/known-issues/new?title=certificate+pinning",
        ):
            assert item in page, item
        assert 'value="certificate pinning"' in (await browser.get("/known-issues/new?title=certificate+pinning")).text
    async with browser_of(cast.cleo) as outsider:
        page = (await outsider.get("/known-issues/debt")).text
        assert "certificate pinning" not in page and "Begun long ago" not in page and "Nothing lies unfinished." in page
