import random
from datetime import UTC, datetime, timedelta
from itertools import product

import asyncpg
import pytest

from escalations.cases.models import Case
from escalations.cases.queries import Place
from escalations.desk.cursors import before_id, cursor, place_at
from escalations.desk.narrowing import VIEWS, Narrowing
from escalations.desk.queries import further, narrowed_cases, queue_lines, queue_tallies
from escalations.people.actions import set_presence
from escalations.people.models import Person
from escalations.platform.errors import NotFound
from tests.builders import a_case, a_customer
from tests.cast import ROLES, Cast
from tests.desk.scenes import live_topics, owned, refs_in, row_of, snoozed, unowned, waiting
from tests.support import as_person, browser_of

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "place",
    [
        Place("A", NOON + timedelta(microseconds=7), 12),
        Place("C", None, 3),
        Place("B", NOON - timedelta(days=30_000), 1),
    ],
)
def test_a_cursor_reads_back(place: Place) -> None:
    assert place_at(cursor(place)) == place


@pytest.mark.parametrize(
    "written", ["A", "A.1", "Z.1.2", "A.x.2", "A.never.x", "A.never.-4", f"A.{10**30}.2", f"A.never.{2**63}"]
)
def test_a_broken_cursor_is_not_found(written: str) -> None:
    with pytest.raises(NotFound):
        place_at(written)
    with pytest.raises(NotFound):
        before_id(written)


async def shuffle(admin: asyncpg.Connection, seed: int) -> None:
    """New severities and due times for all cases, with many ties and many without a due time."""
    chance = random.Random(seed)
    for case_id in [row["id"] for row in await admin.fetch("SELECT id FROM support_case ORDER BY id")]:
        due = NOON + timedelta(hours=chance.randrange(3)) if chance.random() < 0.6 else None
        await admin.execute(
            "UPDATE support_case SET severity = $1, due_at = $2 WHERE id = $3", chance.choice("ABC"), due, case_id
        )


async def test_pages_neither_repeat_nor_drop_a_row(cast: Cast, admin: asyncpg.Connection) -> None:
    customer = await a_customer()
    opened = [await a_case(cast.ada, customer) for _ in range(17)]
    for seed in range(12):
        await shuffle(admin, seed)
        async with as_person(cast.ada) as db:
            whole = [line.id for line in await narrowed_cases(db, "storage", Narrowing())]
            for size in (1, 4, 16, 17, 18):
                paged, after = [], None
                while True:
                    lines = await narrowed_cases(db, "storage", Narrowing(), after=after, limit=size)
                    paged += [line.id for line in lines]
                    if (behind := further(lines, size)) is None:
                        break
                    after = place_at(cursor(behind))
                assert paged == whole and len(whole) == len(opened), (seed, size)


async def test_counts_are_of_what_the_list_shows(cast: Cast, admin: asyncpg.Connection) -> None:
    """For every narrowing there is: the database and the tallies agree."""
    covered = await a_customer(name="Cedar Bank", covered=True)
    cases = [
        await owned(cast, claimed="A"),
        await unowned(cast, "usgov"),
        await owned(cast, claimed="C"),
        await a_case(cast.ada, covered, claimed="C"),
    ]
    asleep = await owned(cast, claimed="C")
    await waiting(cast, cases[2])
    await snoozed(cast, asleep)
    await admin.execute("UPDATE support_case SET queue = 'storage'")
    await admin.execute(
        "UPDATE support_case SET due_at = now() - interval '1 h' WHERE id = ANY ($1)",
        [cases[0].id, cases[2].id, cases[3].id],
    )
    async with as_person(cast.dora) as db:
        for view, severity, boundary, is_covered, late, owner in product(
            VIEWS, ("", "A", "C"), ("", "usgov"), (False, True), (False, True), (None, cast.ada.id)
        ):
            narrowing = Narrowing(view, severity, boundary, "", is_covered, late, owner)
            listed = await narrowed_cases(db, "storage", narrowing)
            assert len(listed) == narrowing.count(await queue_tallies(db, "storage", narrowing)), narrowing
        late_now = await narrowed_cases(db, "storage", Narrowing(late=True))
    assert {line.ref for line in late_now} == {cases[0].ref, cases[3].ref}, "a follow-up that came back is not late"


async def test_the_queues_are_counted_in_one_statement(cast: Cast, admin: asyncpg.Connection) -> None:
    first = await unowned(cast, claimed="A")
    await owned(cast)
    await unowned(cast, "germany")
    await admin.execute("UPDATE support_case SET due_at = now() - interval '1 h' WHERE id = $1", first.id)
    async with as_person(cast.ada) as db:
        storage = {line.key: line for line in await queue_lines(db)}["storage"]
    assert (storage.open, storage.unowned, storage.breached, storage.oldest) == (2, 1, 1, first.opened_at)


async def test_every_role_reads_the_queues_of_its_clouds(cast: Cast) -> None:
    await unowned(cast)
    await unowned(cast, "germany")
    for name, person in vars(cast).items():
        async with browser_of(person) as browser:
            answer = await browser.get("/queues")
        in_sight = len({"public", "germany"} & set(ROLES[name][1]))
        assert answer.status_code == 200 and f">{in_sight} unowned</" in answer.text, name
        assert 'href="/queues/storage?view=unowned"' in answer.text and live_topics(answer.text) == ["case"]


async def test_other_queues_are_told_apart_from_ones_own_by_who_has_some(cast: Cast) -> None:
    for person, has_own in ((cast.ada, True), (cast.otto, False)):
        async with browser_of(person) as browser:
            assert ("All other queues" in (await browser.get("/queues")).text) == has_own, person.name


async def test_a_queue_shows_the_most_urgent_first_and_narrows(cast: Cast) -> None:
    mild, severe = await unowned(cast, claimed="C"), await owned(cast, claimed="A")
    async with browser_of(cast.ada) as browser:
        whole = (await browser.get("/queues/storage")).text
        assert refs_in(whole, "queue-rows") == [severe.ref, mild.ref] and live_topics(whole) == ["case"]
        assert refs_in((await browser.get("/queues/storage?view=unowned")).text, "queue-rows") == [mild.ref]
        assert refs_in((await browser.get("/queues/storage?severity=A")).text, "queue-rows") == [severe.ref]
        assert refs_in((await browser.get(f"/queues/storage?owner={cast.ada.ref}")).text, "queue-rows") == [severe.ref]
        nothing = (await browser.get("/queues/storage?covered=1")).text
        assert "No open case of this queue is like that." in nothing and "Show all 2" in nothing
        assert "Nothing waits here." in (await browser.get("/queues/identity")).text


async def test_a_case_that_nobody_has_says_in_its_row_why(cast: Cast) -> None:
    for person in (cast.ada, cast.ben, cast.dora):
        async with as_person(person) as db:
            await set_presence(db, await db.get_one(Person, person.id), "away", by=person)
    case = await a_case(cast.dora)
    assert case.owner_id is None
    async with browser_of(cast.dora) as browser:
        assert ">Nobody cleared and on shift works the Storage queue.<" in row_of(
            (await browser.get("/queues/storage")).text, case.ref
        )


async def test_a_case_that_was_laid_down_does_not_say_who_took_it(cast: Cast) -> None:
    case = await unowned(cast)
    async with browser_of(cast.dora) as browser:
        assert "takes it" not in row_of((await browser.get("/queues/storage")).text, case.ref)


async def test_other_clouds_stay_out_of_a_queue_and_its_counts(cast: Cast) -> None:
    american, german = await unowned(cast, "usgov"), await unowned(cast, "germany")
    for person, seen, unseen in ((cast.ada, american, german), (cast.cleo, german, american)):
        async with browser_of(person) as browser:
            html = (await browser.get("/queues/storage")).text
        assert refs_in(html, "queue-rows") == [seen.ref] and "1 open" in html and unseen.ref not in html


async def test_a_queue_that_left_the_catalogue_still_shows_its_cases(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await unowned(cast)
    await admin.execute("UPDATE support_case SET queue = 'old_mainframes'")
    async with browser_of(cast.ada) as browser:
        assert 'href="/queues/old_mainframes"' in (await browser.get("/queues")).text
        assert refs_in((await browser.get("/queues/old_mainframes")).text, "queue-rows") == [case.ref]
        assert (await browser.get("/queues/never_was")).status_code == 404
        assert (await browser.get("/queues/storage?after=nonsense")).status_code == 404


async def test_a_long_queue_goes_on_further_down(cast: Cast, admin: asyncpg.Connection) -> None:
    opened: list[Case] = [await owned(cast, claimed="C")]
    columns = ", ".join(
        name
        for (name,) in await admin.fetch(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'support_case' AND column_name NOT IN ('id', 'external_key')"
        )
    )
    await admin.execute(
        f"INSERT INTO support_case ({columns}) SELECT {columns} FROM support_case, generate_series(1, 69)"
    )
    async with browser_of(cast.ada) as browser:
        first = (await browser.get("/queues/storage?severity=C")).text
        url = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
        second = (await browser.get(url)).text
    shown = refs_in(first, "queue-rows") + refs_in(second, "queue-rows")
    await admin.execute("DELETE FROM support_case WHERE id <> $1", opened[0].id)
    assert len(shown) == len(set(shown)) == 70 and "severity=C" in url and 'rel="next"' not in second
