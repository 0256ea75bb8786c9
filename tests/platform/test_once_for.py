"""A reaction that looks only at how something stands by now runs once for each transaction, and nothing is lost by that."""

import itertools
import json
from dataclasses import dataclass
from random import Random

import asyncpg
import pytest

from escalations.cases.actions import add_note, change_severity, claim_case, close_case, reopen_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.cases.search import KIND, case_document, facts_of_case
from escalations.customers.actions import ContactFacts, add_contact
from escalations.customers.queries import customer_with_id
from escalations.people.models import Person
from escalations.platform import events, search
from escalations.platform.db import Session
from escalations.platform.errors import Refused
from escalations.platform.event_batches import record_many
from escalations.platform.events import SYSTEM, Event, Recorded, on, record
from escalations.platform.jobs import _handlers
from escalations.platform.savepoints import part_of
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, run_jobs

WHOLE, FACTS = "cases.search.index_case", "cases.search.index_facts_of_case"


@dataclass(frozen=True, kw_only=True)
class LampTurned(Event):
    counts: bool = True

    def told(self) -> str:
        return "turned the lamp"


@dataclass(frozen=True, kw_only=True)
class LampReplaced(Event):
    def told(self) -> str:
        return "replaced the lamp"


seen: list[str] = []


@on(LampReplaced, once_for="thread")
async def look_at_all(db: Session, fact: Recorded[Event]) -> None:
    seen.append(f"all of {fact.thread} in {fact.boundary}")


@on(
    LampTurned, LampReplaced, once_for="thread", covered_by=look_at_all, when=lambda told: getattr(told, "counts", True)
)
async def look_at_light(db: Session, fact: Recorded[Event]) -> None:
    seen.append(f"light of {fact.thread} in {fact.boundary}")


@pytest.fixture(autouse=True)
def nothing_seen() -> None:
    seen.clear()


@dataclass(frozen=True)
class Lamp:
    number: int
    boundary: str = "public"

    @property
    def subject(self) -> str:
        return f"lamp/{self.number}"

    thread = subject


async def happened(person: Person, *told: tuple[Event, Lamp]) -> list[str]:
    async with as_person(person) as db:
        for event, lamp in told:
            await record(db, event, on=lamp, by=SYSTEM)
    await run_jobs()
    return seen


TURNED, REPLACED = LampTurned(), LampReplaced()


async def test_many_events_of_one_transaction_are_looked_at_once(cast: Cast) -> None:
    assert await happened(cast.ada, *[(TURNED, Lamp(1))] * 5) == ["light of lamp/1 in public"]


async def test_each_thing_and_each_boundary_is_looked_at(cast: Cast) -> None:
    told = [(TURNED, Lamp(1)), (TURNED, Lamp(2)), (TURNED, Lamp(1, "usgov")), (TURNED, Lamp(2))]
    assert sorted(await happened(cast.ada, *told)) == [
        "light of lamp/1 in public", "light of lamp/1 in usgov", "light of lamp/2 in public",
    ]  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations([TURNED, REPLACED, TURNED])))
async def test_who_looks_at_all_covers_who_looks_at_a_part(cast: Cast, order: tuple[Event, ...]) -> None:
    assert await happened(cast.ada, *[(event, Lamp(1)) for event in order]) == ["all of lamp/1 in public"]


async def test_it_covers_only_its_own_thing(cast: Cast) -> None:
    told = [(REPLACED, Lamp(1)), (TURNED, Lamp(2)), (TURNED, Lamp(1, "usgov"))]
    assert sorted(await happened(cast.ada, *told)) == [
        "all of lamp/1 in public", "light of lamp/1 in usgov", "light of lamp/2 in public",
    ]  # fmt: skip


async def test_an_event_that_concerns_nobody_takes_no_other_ones_place(cast: Cast) -> None:
    told = [(TURNED, Lamp(1)), (LampTurned(counts=False), Lamp(1)), (LampTurned(counts=False), Lamp(2))]
    assert await happened(cast.ada, *told) == ["light of lamp/1 in public"]


async def test_each_transaction_is_looked_at(cast: Cast) -> None:
    await happened(cast.ada, (TURNED, Lamp(1)))
    assert await happened(cast.ada, (TURNED, Lamp(1))) == ["light of lamp/1 in public"] * 2


async def test_a_part_that_is_taken_back_leaves_what_came_before_it(cast: Cast) -> None:
    async with as_person(cast.ada) as db:
        await record(db, TURNED, on=Lamp(1), by=SYSTEM)
        async with part_of(db, keep=False):
            await record(db, REPLACED, on=Lamp(1), by=SYSTEM)
            await record(db, TURNED, on=Lamp(1), by=SYSTEM)
            await record(db, TURNED, on=Lamp(2), by=SYSTEM)
    await run_jobs()
    assert seen == ["light of lamp/1 in public"]


async def test_many_recorded_at_once_count_with_those_recorded_alone(cast: Cast) -> None:
    async with as_person(cast.ada) as db:
        await record(db, TURNED, on=Lamp(1), by=SYSTEM)
        await record_many(db, [(TURNED, Lamp(1)), (TURNED, Lamp(2)), (REPLACED, Lamp(1))], by=SYSTEM)
        await record(db, TURNED, on=Lamp(1), by=SYSTEM)
    await run_jobs()
    assert sorted(seen) == ["all of lamp/1 in public", "light of lamp/2 in public"]


async def waiting(admin: asyncpg.Connection) -> list[dict[str, object]]:
    rows = await admin.fetch("SELECT payload FROM pgqueuer WHERE entrypoint = 'react' ORDER BY id")
    return [json.loads(row["payload"]) for row in rows]


async def indexing(admin: asyncpg.Connection) -> list[object]:
    return [told["reaction"] for told in await waiting(admin) if told["reaction"] in (WHOLE, FACTS)]


async def test_an_opened_case_is_indexed_by_one_job(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await a_case(cast.ada)
    assert await admin.fetchval("SELECT count(*) FROM event WHERE thread = $1", case.thread) > 3
    assert await indexing(admin) == [WHOLE]


async def test_the_whole_covers_the_facts_even_if_it_fails_at_first(
    cast: Cast, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await a_case(cast.ada)
    await run_jobs()
    async with as_person(cast.ada) as db:
        await close_case(db, await case_for(db, cast.ada, case.ref, lock=True), "fixed", "Done.", by=cast.ada)
    assert await indexing(admin) == [WHOLE]
    (job,) = [told for told in await waiting(admin) if told["reaction"] == WHOLE]

    async def fails(*_: object) -> None:
        raise ConnectionError("the index is away")

    with monkeypatch.context() as away, pytest.raises(ConnectionError):
        away.setitem(events._reactions, WHOLE, fails)
        await _handlers["react"](job)
    assert "is:closed" not in await stored_facts(admin, case.id)
    await run_jobs()
    assert "is:closed" in await stored_facts(admin, case.id)


async def stored_facts(admin: asyncpg.Connection, case_id: int) -> list[str]:
    query = "SELECT facts FROM search_document WHERE kind = 'case' AND object_id = $1"
    return list(await admin.fetchval(query, case_id))


async def test_of_two_transactions_at_the_same_time_neither_is_lost(cast: Cast, admin: asyncpg.Connection) -> None:
    """The job of the first to commit runs while the other has not."""
    customer = await a_customer()
    await run_jobs()

    async def add(db: Session, name: str) -> None:
        found = await customer_with_id(db, customer.id)
        assert found is not None
        facts = ContactFacts(name=name, email=f"{name.lower()}@harbour.example", time_zone="UTC", language="en")
        await add_contact(db, found, facts, by=cast.adam)

    async def people_found() -> list[str]:
        body = await admin.fetchval("SELECT body FROM search_document WHERE kind = 'customer'")
        return [name for name in ("Mina", "Noah") if name in body]

    async with as_person(cast.adam) as later:
        await add(later, "Mina")
        await later.flush()
        async with as_person(cast.adam) as sooner:
            await add(sooner, "Noah")
        await run_jobs()
        assert await people_found() == ["Noah"]
    await run_jobs()
    assert await people_found() == ["Mina", "Noah"]


VERBS = (
    lambda db, case, by: add_note(db, case, "Seen in the trace.", by=by),
    lambda db, case, by: change_severity(db, case, "assessed", "B" if case.severity == "C" else "C", "As seen.", by=by),
    lambda db, case, by: claim_case(db, case, by=by),
    lambda db, case, by: close_case(db, case, "fixed", "Done.", by=by),
    lambda db, case, by: reopen_case(db, case, "It came back.", by=by),
)  # fmt: skip


async def several_steps(dice: Random, case: Case, by: Person) -> None:
    """Some of what is tried is refused, which takes back its part alone or, at times, everything."""
    try:
        async with as_person(by) as db:
            for verb in dice.choices(VERBS, k=dice.randint(1, 4)):
                found = await case_for(db, by, case.ref, lock=True)
                try:
                    async with part_of(db, keep=dice.random() < 0.8):
                        await verb(db, found, by)
                except Refused:
                    pass
                await db.refresh(found)
            if dice.random() < 0.15:
                raise Refused("Everything is taken back.")
    except Refused:
        pass


@pytest.mark.parametrize("seed", range(8))
async def test_in_whatever_order_and_however_often_the_jobs_run_the_index_says_what_is_so(
    cast: Cast, admin: asyncpg.Connection, seed: int
) -> None:
    dice = Random(seed)
    customer = await a_customer()
    cases = [await a_case(cast.ada, customer, title=f"Case {number}") for number in range(2)]
    for _ in range(8):
        await several_steps(dice, dice.choice(cases), dice.choice([cast.ada, cast.ben]))
        asked = [told for told in await waiting(admin) if told["reaction"] in (WHOLE, FACTS)]
        if dice.random() < 0.4:
            for job in dice.choices(asked, k=len(asked)):
                await _handlers["react"](job)
    left = [*await waiting(admin)] * 2
    dice.shuffle(left)
    for job in left:
        await _handlers["react"](job)
    for case in cases:
        async with as_person(cast.ada) as db:
            right, facts = await case_document(db, case.id), await facts_of_case(db, case.id)
        assert right is not None and facts is not None
        row = await admin.fetchrow("SELECT * FROM search_document WHERE kind = $1 AND object_id = $2", KIND, case.id)
        assert right.body in row["body"] and right.title == row["title"]
        assert sorted(row["facts"]) == sorted({*search.facts_of("family", [right.family]), *facts})
