"""What is kept of incidents is what looking up every linked case would say, whatever is done to links and cases, and at once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from random import Random
from typing import Any

import asyncpg
import pytest

from escalations.cases.actions import close_case, reopen_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.incidents.actions import confirm_link, end_link, merge_incident, reject_link, unmerge_incident
from escalations.incidents.actions.counting import fold_incident_counts, mend_incident_counts
from escalations.incidents.models import Incident
from escalations.incidents.queries import incident_for, unresolved_incidents
from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.time import now
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_person, as_system

KEPT = """SELECT i.id, coalesce(sum(n.cases), 0)::int, coalesce(sum(n.open_cases), 0)::int, coalesce(sum(n.suggested), 0)::int, coalesce(sum(n.customers), 0)::int
FROM incident i LEFT JOIN incident_count n ON n.incident_id = i.id GROUP BY i.id ORDER BY i.id"""
COUNTED = """SELECT i.id, count(*) FILTER (WHERE l.state = 'confirmed')::int, count(*) FILTER (WHERE l.state = 'confirmed' AND c.closed_at IS NULL)::int,
  count(*) FILTER (WHERE l.state = 'suggested')::int, count(DISTINCT c.customer_id) FILTER (WHERE l.state = 'confirmed')::int
FROM incident i LEFT JOIN case_incident_link l ON l.incident_id = i.id LEFT JOIN support_case c ON c.id = l.case_id GROUP BY i.id ORDER BY i.id"""
HIT = "SELECT incident_id, customer_id, cases, suggested FROM incident_customer WHERE cases <> 0 OR suggested <> 0 ORDER BY 1, 2"
HIT_COUNTED = """SELECT l.incident_id, c.customer_id, count(*) FILTER (WHERE l.state = 'confirmed'), count(*) FILTER (WHERE l.state = 'suggested')
FROM case_incident_link l JOIN support_case c ON c.id = l.case_id WHERE l.state IN ('confirmed', 'suggested') GROUP BY 1, 2 ORDER BY 1, 2"""
LINK = """INSERT INTO case_incident_link (boundary, version, case_id, incident_id, state, method, score, evidence, at, reason)
VALUES ('public', 1, $1, $2, $3, 'manual', 0, '[]', now(), '')"""
CLOSE = "UPDATE support_case SET closed_at = now() WHERE id = $1"
CHANGES = (
    "UPDATE case_incident_link SET state = 'confirmed', ended_at = NULL WHERE case_id = $1",
    "UPDATE case_incident_link SET state = 'suggested', ended_at = NULL WHERE case_id = $1",
    "UPDATE case_incident_link SET state = 'rejected', ended_at = NULL WHERE case_id = $1",
    "UPDATE case_incident_link SET state = 'ended', ended_at = now(), reason = 'no' WHERE case_id = $1",
    "DELETE FROM case_incident_link WHERE case_id = $1",
    CLOSE,
    "UPDATE support_case SET closed_at = NULL WHERE id = $1",
    "UPDATE support_case SET severity = CASE severity WHEN 'A' THEN 'B' ELSE 'A' END WHERE id = $1",
    "UPDATE support_case SET region = CASE WHEN region IS NULL THEN 'westeurope' END WHERE id = $1",
    "UPDATE support_case SET subscription_id = NULL, opened_at = opened_at - interval '1 hour' WHERE id = $1",
)
OF_THE_CASE = """SELECT FROM case_incident_link l JOIN support_case c ON c.id = l.case_id
WHERE (l.customer_id, l.case_open, l.case_severity, l.case_merged, l.case_opened_at, l.case_region, l.case_subscription_id)
  IS DISTINCT FROM (c.customer_id, c.closed_at IS NULL, c.severity, c.merged_into_id IS NOT NULL, c.opened_at, c.region, c.subscription_id)"""


async def kept(admin: asyncpg.Connection) -> list[tuple[int, ...]]:
    """Of each incident cases, open ones, suggested ones and customers: as they are counted too, or the test ends here."""
    told = [tuple(row) for row in await admin.fetch(KEPT)]
    assert told == [tuple(row) for row in await admin.fetch(COUNTED)]
    assert [tuple(row) for row in await admin.fetch(HIT)] == [tuple(row) for row in await admin.fetch(HIT_COUNTED)]
    assert not await admin.fetch(OF_THE_CASE)
    return [row[1:] for row in told]


@asynccontextmanager
async def another(postgres: EmbeddedPostgres) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(postgres.admin_url.replace("/postgres?", f"/{postgres.database}?"))
    try:
        yield connection
    finally:
        await connection.close()


async def two_cases(cast: Cast) -> tuple[Case, Case]:
    """Of one customer."""
    customer = await a_customer()
    return await a_hit_case(cast.ada, customer), await a_hit_case(cast.ada, customer)


async def test_each_verb_leaves_them_right(cast: Cast, admin: asyncpg.Connection) -> None:
    incident, (first, second) = await an_incident(cast.dora), await two_cases(cast)
    other = await a_hit_case(cast.ada, await a_customer(name="Somebody Else"))
    async with as_person(cast.ada) as db:
        for case in (first, second, other):
            await confirm_link(db, case, incident, by=cast.ada)
    assert await kept(admin) == [(3, 3, 0, 2)]
    async with as_person(cast.ada) as db:
        await close_case(db, await case_for(db, cast.ada, first.ref, lock=True), "incident", "Over.", by=cast.ada)
        await end_link(db, other, incident, "It was their own network.", by=cast.ada)
    assert await kept(admin) == [(2, 1, 0, 1)]
    async with as_person(cast.dora) as db:
        await reopen_case(db, await case_for(db, cast.dora, first.ref, lock=True), "It is back.", by=cast.dora)
        line = (await unresolved_incidents(db))[0]
        assert (line.cases, line.open_cases, line.customers, line.suggested) == (2, 2, 1, 0)
    await kept(admin)


async def test_merging_carries_them_over_and_back(cast: Cast, admin: asyncpg.Connection) -> None:
    one, two = await an_incident(cast.dora), await an_incident(cast.dora, title="The same again")
    first, second = await two_cases(cast)
    async with as_person(cast.dora) as db:
        await confirm_link(db, first, one, by=cast.dora)
        await confirm_link(db, second, two, by=cast.dora)
        await reject_link(db, first, two, by=cast.dora)

    async def both(db: object) -> tuple[Incident, Incident]:
        return tuple([await incident_for(db, cast.dora, ref, lock=True) for ref in (one.ref, two.ref)])  # type: ignore

    before = await kept(admin)
    async with as_person(cast.dora) as db:
        await merge_incident(db, *await both(db), "one cause", by=cast.dora)
    assert [row[0] for row in await kept(admin)] == [0, 2]
    async with as_person(cast.dora) as db:
        await unmerge_incident(db, (await both(db))[0], by=cast.dora)
    assert await kept(admin) == before


@pytest.mark.parametrize("seed", range(3))
async def test_any_change_leaves_them_right(cast: Cast, admin: asyncpg.Connection, seed: int) -> None:
    """Also those that no verb makes, with folding in between."""
    incident, random = await an_incident(cast.dora), Random(seed)
    cases = [*await two_cases(cast), await a_hit_case(cast.ada, await a_customer(name="Somebody Else"))]
    await admin.execute("DELETE FROM case_incident_link")
    for number in range(60):
        case = random.choice(cases)
        if await admin.fetchval("SELECT count(*) FROM case_incident_link WHERE case_id = $1", case.id):
            await admin.execute(random.choice(CHANGES), case.id)
        else:
            await admin.execute(LINK, case.id, incident.id, random.choice(["suggested", "confirmed", "rejected"]))
        if number % 20 == 10:
            async with as_system() as db:
                await fold_incident_counts(db, now())
        await kept(admin)


async def in_turn(postgres: EmbeddedPostgres, first: Sequence[Any], second: Sequence[Any]) -> None:
    """Two statements, each with its values, in transactions of their own: the second waits until the first is committed."""
    async with another(postgres) as one, another(postgres) as other:
        async with one.transaction():
            await one.execute(*first)
            waits = asyncio.create_task(other.execute(*second))
            await asyncio.sleep(0.2)
            assert not waits.done()
        await waits


async def unlinked(cast: Cast, admin: asyncpg.Connection) -> tuple[Incident, Sequence[Case]]:
    incident, cases = await an_incident(cast.dora), await two_cases(cast)
    await admin.execute("DELETE FROM case_incident_link")
    return incident, cases


async def test_a_case_that_closes_waits_for_whoever_links_it(
    cast: Cast, admin: asyncpg.Connection, postgres: EmbeddedPostgres
) -> None:
    incident, (case, _) = await unlinked(cast, admin)
    await in_turn(postgres, (LINK, case.id, incident.id, "confirmed"), (CLOSE, case.id))
    assert await kept(admin) == [(1, 0, 0, 1)]


async def test_whoever_links_waits_for_a_case_that_closes(
    cast: Cast, admin: asyncpg.Connection, postgres: EmbeddedPostgres
) -> None:
    incident, (case, _) = await unlinked(cast, admin)
    await in_turn(postgres, (CLOSE, case.id), (LINK, case.id, incident.id, "confirmed"))
    assert await kept(admin) == [(1, 0, 0, 1)]


async def test_a_suggestion_that_is_confirmed_while_its_case_closes(
    cast: Cast, admin: asyncpg.Connection, postgres: EmbeddedPostgres
) -> None:
    incident, (case, _) = await unlinked(cast, admin)
    await admin.execute(LINK, case.id, incident.id, "suggested")
    await in_turn(postgres, (CHANGES[0], case.id), (CLOSE, case.id))
    assert await kept(admin) == [(1, 0, 0, 1)]


async def test_two_cases_of_a_customer_that_are_linked_at_once_are_one_customer(
    cast: Cast, admin: asyncpg.Connection, postgres: EmbeddedPostgres
) -> None:
    incident, (first, second) = await unlinked(cast, admin)
    await in_turn(postgres, *((LINK, case.id, incident.id, "confirmed") for case in (first, second)))
    assert await kept(admin) == [(2, 2, 0, 1)]


async def test_folding_changes_no_number_and_twice_is_once(cast: Cast, admin: asyncpg.Connection) -> None:
    incident, (first, second) = await an_incident(cast.dora), await two_cases(cast)
    async with as_person(cast.ada) as db:
        await confirm_link(db, first, incident, by=cast.ada)
        await confirm_link(db, second, incident, by=cast.ada)
    before = await kept(admin)

    async def fold() -> int:
        async with as_system() as db:
            return await fold_incident_counts(db, now())

    await asyncio.gather(fold(), fold(), fold())
    await fold()
    assert await fold() == 0
    assert await kept(admin) == before and await admin.fetchval("SELECT count(*) FROM incident_count") == 1


async def test_what_went_past_the_database_is_mended_once(cast: Cast, admin: asyncpg.Connection) -> None:
    incident, (first, _) = await an_incident(cast.dora), await two_cases(cast)
    async with as_person(cast.ada) as db:
        await confirm_link(db, first, incident, by=cast.ada)
    await admin.execute(
        f"SET session_replication_role = replica; UPDATE support_case SET closed_at = now(), severity = 'C', region = NULL WHERE id = {first.id};"
        "UPDATE case_incident_link SET state = 'confirmed'; DELETE FROM incident_customer; RESET session_replication_role"
    )
    async with as_system() as db:
        assert await mend_incident_counts(db, now()) > 0
        assert await mend_incident_counts(db, now()) == 0
    await kept(admin)
