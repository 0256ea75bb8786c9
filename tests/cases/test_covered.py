"""What an open case knows of its customer's cover is what the customer's own row says, whatever is done to either."""

import asyncio
from datetime import timedelta
from random import Random

import asyncpg
import pytest

from escalations.cases.actions import NewCase, close_case, open_case, reopen_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.customers.actions import end_cover, grant_cover
from escalations.customers.models import Customer
from escalations.customers.queries import customer_for
from escalations.platform.time import now
from tests.builders import STORY, a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, somebody_waits

WRONG = """SELECT c.id FROM support_case c JOIN customer u ON u.id = c.customer_id
  WHERE c.closed_at IS NULL AND c.covered_until IS DISTINCT FROM u.cover_until"""
CHANGES = (
    "UPDATE support_case SET closed_at = now(), changed_at = now() WHERE id = $1 AND closed_at IS NULL",
    "UPDATE support_case SET closed_at = NULL WHERE id = $1",
    "UPDATE support_case SET customer_id = (SELECT max(id) FROM customer), contact_id = NULL WHERE id = $1",
    "UPDATE support_case SET customer_id = (SELECT min(id) FROM customer), contact_id = NULL WHERE id = $1",
    "UPDATE customer SET cover_until = now() + interval '1 day' WHERE id = (SELECT customer_id FROM support_case WHERE id = $1)",
    "UPDATE customer SET cover_until = NULL WHERE id = (SELECT customer_id FROM support_case WHERE id = $1)",
)


async def covered(admin: asyncpg.Connection, case: Case) -> bool:
    """As its customer is, or the test ends here."""
    assert await admin.fetch(WRONG) == []
    until = await admin.fetchval("SELECT covered_until FROM support_case WHERE id = $1", case.id)
    return until is not None and until > now()


async def cover(cast: Cast, customer: Customer) -> None:
    async with as_person(cast.adam) as db:
        there = await customer_for(db, cast.adam, customer.ref)
        await grant_cover(db, there, now() + timedelta(days=30), by=cast.adam)


async def test_cover_that_begins_and_ends_is_known_by_open_cases(cast: Cast, admin: asyncpg.Connection) -> None:
    customer = await a_customer()
    case, gone = await a_case(cast.ada, customer), await a_case(cast.ada, customer)
    async with as_person(cast.dora) as db:
        await close_case(db, await case_for(db, cast.dora, gone.ref, lock=True), "fixed", "A new key.", by=cast.dora)
    assert not await covered(admin, case)
    await cover(cast, customer)
    assert await covered(admin, case) and await covered(admin, await a_case(cast.ada, customer))
    async with as_person(cast.dora) as db:
        await reopen_case(db, await case_for(db, cast.dora, gone.ref, lock=True), "It is back.", by=cast.dora)
    assert await covered(admin, gone)
    async with as_person(cast.adam) as db:
        await end_cover(db, await customer_for(db, cast.adam, customer.ref), "The contract ran out", by=cast.adam)
    assert not await covered(admin, case) and not await covered(admin, gone)


@pytest.mark.parametrize("seed", range(3))
async def test_any_change_leaves_it_right(cast: Cast, admin: asyncpg.Connection, seed: int) -> None:
    """Also those that no verb makes."""
    cases = [
        await a_case(cast.ada, await a_customer(name=name, covered=name == "Second")) for name in ("First", "Second")
    ]
    random = Random(seed)
    for _ in range(60):
        case = random.choice(cases)
        await admin.execute(random.choice(CHANGES), case.id)
        await covered(admin, case)


async def test_a_case_opened_while_cover_is_granted(cast: Cast, admin: asyncpg.Connection) -> None:
    customer = await a_customer()
    async with as_person(cast.adam) as db:
        there = await customer_for(db, cast.adam, customer.ref)
        await grant_cover(db, there, now() + timedelta(days=30), by=cast.adam)
        opening = asyncio.create_task(a_case(cast.ada, customer))
        await somebody_waits()
    assert await covered(admin, await opening)


async def test_cover_granted_while_a_case_is_opened(cast: Cast, admin: asyncpg.Connection) -> None:
    customer = await a_customer()
    new = NewCase(customer_id=customer.id, title="Pods cannot mount the share", description=STORY, claimed="B")
    async with as_person(cast.ada) as db:
        case = await open_case(db, new, by=cast.ada)
        await db.flush()
        granting = asyncio.create_task(cover(cast, customer))
        await somebody_waits()
    await granting
    assert await covered(admin, case)
