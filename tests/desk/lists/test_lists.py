"""A list of cases by its words, its groups, its order and its columns."""

import re
from html import unescape
from itertools import product

import asyncpg
import pytest

from escalations.cases.actions import close_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.desk.asking import asking
from escalations.desk.lists.groupings import GROUPINGS
from escalations.desk.lists.orders import ORDERS
from escalations.desk.lists.queries import Matching, counted, list_page, matching
from escalations.desk.lists.shape import Shape
from escalations.platform.db import Session
from escalations.platform.errors import NotFound
from tests.cast import Cast
from tests.desk.scenes import live_topics, owned, refs_in, snoozed, unowned, waiting
from tests.support import as_person, browser_of, program_of, run_jobs


async def found(db: Session, cast: Cast, q: str) -> Matching:
    return await matching(db, asking(q), cast.ada)


async def refs(cast: Cast, q: str, **shape: str) -> list[str]:
    async with as_person(cast.ada) as db:
        listed = await list_page(db, await found(db, cast, q), Shape(q=q, **shape))  # type: ignore[arg-type]
    return [case.ref for case in listed.cases]


async def close(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        await close_case(
            db, await case_for(db, cast.ada, case.ref, lock=True), "fixed", "The key was new.", by=cast.ada
        )


async def test_filters_are_words(cast: Cast, admin: asyncpg.Connection) -> None:
    mine, free, away, asleep = await owned(cast, claimed="C"), await unowned(cast), await owned(cast), await owned(cast)
    await waiting(cast, away)
    await snoozed(cast, asleep)
    await admin.execute("UPDATE support_case SET opened_at = now() - interval '30 h' WHERE id = $1", free.id)
    for q, expected in {
        "": [mine, free, away, asleep],
        "is:unowned": [free],
        "is:mine": [mine, away, asleep],
        "owner:ada sev:c": [mine],
        "waiting:customer": [away],
        "waiting:us is:mine": [mine, asleep],
        "is:snoozed": [asleep],
        "age:>1d": [free],
        "age:<1d is:unowned": [],
        "age:1d-2d": [free],
        f"customer:CU-{mine.customer_id}": [mine],
        "family:storage": [mine, free, away, asleep],
        "family:identity": [],
        "customer:nobody-of-that-name": [],
    }.items():
        assert set(await refs(cast, q)) == {case.ref for case in expected}, q


async def test_free_words_are_searched_for(cast: Cast) -> None:
    one = await owned(cast, title="The gateway answers 502")
    await owned(cast)
    await run_jobs()
    assert await refs(cast, "gateway") == [one.ref]
    assert await refs(cast, "gateway is:unowned") == []


async def test_closed_ones_are_a_list_of_their_own(cast: Cast) -> None:
    first, second, still = await owned(cast), await owned(cast), await owned(cast)
    await close(cast, first)
    await close(cast, second)
    assert await refs(cast, "is:closed") == [second.ref, first.ref]
    assert await refs(cast, "is:closed", group="owner") == [second.ref, first.ref]
    assert await refs(cast, "is:closed is:open") == []
    assert await refs(cast, "") == [still.ref]


@pytest.fixture
async def many(cast: Cast, admin: asyncpg.Connection) -> set[str]:
    """Forty cases that differ in everything by which a list is sorted or grouped."""
    await owned(cast, claimed="C")
    free = await unowned(cast)
    columns = ", ".join(
        name
        for (name,) in await admin.fetch(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'support_case' AND column_name NOT IN ('id', 'external_key')"
        )
    )
    await admin.execute(
        f"INSERT INTO support_case ({columns}) SELECT {columns} FROM support_case, generate_series(1, 19)"
    )
    await admin.execute(
        """UPDATE support_case SET severity = (ARRAY['A', 'B', 'C'])[1 + id % 3], turn = (ARRAY['us', 'customer', 'close_the_loop'])[1 + id % 3],
        family = (ARRAY['storage', 'identity'])[1 + id % 2], owner_id = CASE WHEN id % 4 > 0 THEN 1 + id % 3 END,
        due_at = CASE WHEN id % 5 > 0 THEN now() + (id % 4 - 1) * interval '9 h' END, opened_at = now() - id % 6 * interval '1 h'"""
    )
    yield {f"C-{id}" for (id,) in await admin.fetch("SELECT id FROM support_case")}
    await admin.execute("DELETE FROM support_case WHERE id > $1", free.id)


async def test_every_order_of_every_grouping_shows_each_case_once(cast: Cast, many: set[str]) -> None:
    """Whatever the size of a page, its pages together are the whole list in the one order."""
    for group, order in product(("", *GROUPINGS), ORDERS):
        shape = Shape(group=group, order=order)
        whole = await _in_pages(cast, shape, 600)
        assert set(whole) == many and len(whole) == len(many), shape
        assert await _in_pages(cast, shape, 7) == whole, shape


async def _in_pages(cast: Cast, shape: Shape, limit: int) -> list[str]:
    shown, after = list[str](), ""
    async with as_person(cast.ada) as db:
        for _ in range(100):
            listed = await list_page(db, await found(db, cast, ""), shape, after=after, limit=limit)
            shown += [case.ref for case in listed.cases]
            after = listed.after
            if not after:
                break
    return shown


async def test_groups_know_how_many_they_are_and_ask_for_themselves(cast: Cast, many: set[str]) -> None:
    async with as_person(cast.ada) as db:
        for group in GROUPINGS:
            listed = await list_page(db, await found(db, cast, ""), Shape(group=group), limit=600)
            assert sum(part.count or 0 for part in listed.parts) == len(many), group
            for part in listed.parts:
                assert part.count == len(part.cases), part
                if part.word:
                    assert await counted(db, await found(db, cast, part.word)) == part.count, part.word


@pytest.mark.parametrize(
    "after", ["nonsense", "W10", "WyJBIiwiMjAyNiIsMV0", "WyJBIixudWxsLC0xXQ", "WzEsMiwzXQ", "bnVsbA"]
)
async def test_a_page_that_is_not_there_says_so(cast: Cast, after: str) -> None:
    async with as_person(cast.ada) as db:
        with pytest.raises(NotFound):
            await list_page(db, await found(db, cast, ""), Shape(), after=after)


async def test_other_clouds_stay_out(cast: Cast) -> None:
    american, german = await unowned(cast, "usgov"), await unowned(cast, "germany")
    for person, seen, unseen in (
        (cast.ada, american, german),
        (cast.cleo, german, american),
        (cast.otto, None, german),
    ):
        async with browser_of(person) as browser:
            html = (await browser.get("/cases?group=customer")).text
        assert (seen is None or seen.ref in html) and unseen.ref not in html


async def test_the_page_shows_what_was_chosen(cast: Cast) -> None:
    mild, severe = await unowned(cast, claimed="C"), await owned(cast, claimed="A")
    async with browser_of(cast.ada) as browser:
        html = (await browser.get("/cases")).text
        assert (
            refs_in(html, "list-all") == [severe.ref, mild.ref] and live_topics(html) == ["case"] and "2 open" in html
        )
        grouped = (await browser.get("/cases?group=owner&columns=region,ref")).text
        assert refs_in(grouped, "list-owner-0") == [mild.ref] and "Nobody yet" in grouped
        assert (
            grouped.index('class="c-what c-region clip"') < grouped.index('class="c-ref ref"')
            and "c-turn" not in grouped
        )
        wrong = (await browser.get("/cases?q=family:plumbing")).text
        assert "family:plumbing names nothing" in wrong
        assert "No open case is like that." in (await browser.get("/cases?q=sev:b")).text
        assert (await browser.get("/cases?after=nonsense")).status_code == 404
        assert (await browser.get("/cases?group=x&order=y&columns=z&shown=99999999")).status_code == 200


async def test_a_long_list_goes_on_with_and_without_scripts(
    cast: Cast, admin: asyncpg.Connection, many: set[str]
) -> None:
    columns = "title, description, customer_id, contact_id, family, resources, error_codes, language, channel, claimed, severity, around_the_clock, turn, queue, owner_id, opened_at, queued_at, transfers, alerts, absorbed, changed_at, boundary, version"
    await admin.execute(f"INSERT INTO support_case ({columns}) SELECT {columns} FROM support_case")
    every = {f"C-{id}" for (id,) in await admin.fetch("SELECT id FROM support_case")}
    async with browser_of(cast.ada) as browser:
        first = (await browser.get("/cases?group=family")).text
        plain, swapped = (
            unescape(found)
            for found in re.findall(r'<a class="button" href="([^"]*)" rel="next" hx-get="([^"]*)"', first)[0]
        )
        second = (await browser.get(plain)).text
        more = (await browser.get(swapped, headers={"HX-Request": "true"})).text
        all_shown = (await browser.get("/cases?group=family&shown=80")).text
    rows = re.compile(r'id="row-(C-\d+)"')
    assert len(rows.findall(first)) == 60 and set(rows.findall(first)) | set(rows.findall(second)) == every
    assert rows.findall(more) == rows.findall(second) and "<html" not in more
    assert 'hx-target="#list-family-storage" hx-swap="beforeend"' in more, "the group goes on where it was"
    assert rows.findall(all_shown) == rows.findall(first) + rows.findall(second)


async def test_a_page_does_not_wait_for_its_count(cast: Cast, admin: asyncpg.Connection, many: set[str]) -> None:
    """Kept counts and a list on one page are told at once; what would have to be counted is told by a place of its own."""
    columns = "title, description, customer_id, contact_id, family, resources, error_codes, language, channel, claimed, severity, around_the_clock, turn, queue, owner_id, opened_at, queued_at, transfers, alerts, absorbed, changed_at, boundary, version"
    await admin.execute(f"INSERT INTO support_case ({columns}) SELECT {columns} FROM support_case")
    old = "UPDATE support_case SET opened_at = now() - interval '9 d', closed_at = CASE WHEN $1 THEN now() END, turn = 'us'"
    await admin.execute(old, False)
    async with browser_of(cast.ada) as browser:
        for q, words in {"": "80 open", "is:unowned": "20 open", "age:>3d is:unowned": "20 open"}.items():
            html = (await browser.get("/cases", params={"q": q})).text
            assert f"<span>{words}" in html and 'id="count-' not in html, q
        html = (await browser.get("/cases?q=age:>3d")).text
        asks = re.findall(r'<span id="count-[0-9a-f]+" hx-get="([^"]*)"[^>]*>60\+ open</span>', html)
        assert asks == ["/cases/count?q=age%3A%3E3d"]
        assert (await browser.get(unescape(asks[0]))).text.strip() == "80 open"
        await admin.execute(old, True)
        closed = (await browser.get("/cases?q=is:closed")).text
        assert ">60+ closed</span>" in closed
        assert (await browser.get("/cases/count?q=is:closed")).text.strip() == "80 closed"


async def test_programs_get_the_same_list(cast: Cast) -> None:
    mine, free = await owned(cast), await unowned(cast)
    async with program_of(cast.ada) as program:
        told = (
            await program.get("/api/lists/cases", params={"q": "family:storage is:lost", "group": "owner", "limit": 1})
        ).json()
        assert [case["ref"] for group in told["groups"] for case in group["cases"]] == [free.ref]
        assert told["groups"][0]["count"] == 1 and told["groups"][0]["asks"] == "is:unowned" and told["complaints"]
        rest = (
            await program.get("/api/lists/cases", params={"group": "owner", "limit": 1, "after": told["after"]})
        ).json()
        assert [case["ref"] for group in rest["groups"] for case in group["cases"]] == [mine.ref] and rest[
            "after"
        ] is None


async def test_the_count_stops_where_nobody_counts_on(cast: Cast, admin: asyncpg.Connection, many: set[str]) -> None:
    async with as_person(cast.ada) as db:
        assert await counted(db, await found(db, cast, "")) == len(many)
        assert await counted(db, await found(db, cast, "age:<1h")) < len(many)


def test_a_list_is_an_address() -> None:
    shape = Shape("sev:a mount", ("ref", "due"), "owner", "newest")
    assert shape.url() == "/cases?q=sev%3Aa+mount&columns=ref%2Cdue&group=owner&order=newest"
    assert Shape().url() == "/cases"
