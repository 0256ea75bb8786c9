"""What is kept of open cases is what counting them would say, whatever is done to them."""

import asyncio
from random import Random

import asyncpg
import pytest

from escalations.cases.actions import close_case, reopen_case, transfer_case
from escalations.cases.actions.counting import fold_case_counts, mend_case_counts
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.platform.db import Session
from escalations.platform.time import now
from tests.cast import Cast
from tests.desk.scenes import over, owned, snoozed, unowned, waiting
from tests.support import as_person, as_system

KIND = "boundary, queue, family, severity, turn, owned, asleep"
KEPT = f"SELECT {KIND}, sum(cases) AS cases FROM case_count GROUP BY {KIND} HAVING sum(cases) <> 0"
COUNTED = f"""SELECT {KIND}, count(*) AS cases FROM (
  SELECT *, owner_id IS NOT NULL AS owned, snoozed_until IS NOT NULL AS asleep FROM support_case WHERE closed_at IS NULL) c GROUP BY {KIND}"""
CHANGES = (
    "UPDATE support_case SET closed_at = now(), changed_at = now() WHERE id = $1 AND closed_at IS NULL",
    "UPDATE support_case SET closed_at = NULL WHERE id = $1",
    "UPDATE support_case SET queue = CASE queue WHEN 'storage' THEN 'identity' ELSE 'storage' END WHERE id = $1",
    "UPDATE support_case SET severity = CASE severity WHEN 'A' THEN 'C' ELSE 'A' END WHERE id = $1",
    "UPDATE support_case SET turn = CASE turn WHEN 'us' THEN 'customer' ELSE 'us' END WHERE id = $1",
    "UPDATE support_case SET owner_id = CASE WHEN owner_id IS NULL THEN (SELECT min(id) FROM person) END WHERE id = $1",
    "UPDATE support_case SET snoozed_until = CASE WHEN snoozed_until IS NULL THEN now() + interval '1 day' END WHERE id = $1",
    "UPDATE support_case SET due_at = now() WHERE id = $1",
)


async def kept(admin: asyncpg.Connection) -> set[tuple[object, ...]]:
    """As it is counted too, or the test ends here."""
    told = {tuple(row) for row in await admin.fetch(KEPT)}
    assert told == {tuple(row) for row in await admin.fetch(COUNTED)}
    return told


async def close(db: Session, cast: Cast, case: Case) -> None:
    row = await case_for(db, cast.dora, case.ref, lock=True)
    await close_case(db, row, "fixed", "The key was new.", by=cast.dora)


async def test_each_verb_leaves_them_right(cast: Cast, admin: asyncpg.Connection) -> None:
    mine, free, asleep, gone = await owned(cast), await unowned(cast), await owned(cast), await owned(cast, claimed="A")
    assert sum(int(str(row[-1])) for row in await kept(admin)) == 4
    await snoozed(cast, asleep)
    await kept(admin)
    await waiting(cast, mine)
    await over(cast, gone)
    await kept(admin)
    async with as_person(cast.dora) as db:
        there = await case_for(db, cast.dora, free.ref, lock=True)
        await transfer_case(db, there, "identity", "text", "It is about signing in.", by=cast.dora)
        await close(db, cast, gone)
    assert sum(int(str(row[-1])) for row in await kept(admin)) == 3
    async with as_person(cast.dora) as db:
        await reopen_case(db, await case_for(db, cast.dora, gone.ref, lock=True), "It is back.", by=cast.dora)
    assert sum(int(str(row[-1])) for row in await kept(admin)) == 4


@pytest.mark.parametrize("seed", range(3))
async def test_any_change_leaves_them_right(cast: Cast, admin: asyncpg.Connection, seed: int) -> None:
    """Also those that no verb makes, several in one statement included, with folding in between."""
    cases, random = [await owned(cast) for _ in range(3)], Random(seed)
    for number in range(60):
        await admin.execute(random.choice(CHANGES), random.choice(cases).id)
        if number % 20 == 10:
            await admin.execute("UPDATE support_case SET turn = 'product_group', severity = 'B'")
            async with as_system() as db:
                await fold_case_counts(db, now())
        await kept(admin)


async def test_what_is_taken_back_was_never_counted(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await owned(cast)
    before = await kept(admin)
    with pytest.raises(RuntimeError, match="on second thoughts"):
        async with as_person(cast.dora) as db:
            await close(db, cast, case)
            await db.flush()
            raise RuntimeError("on second thoughts")
    assert await kept(admin) == before


async def test_folding_changes_no_number_and_twice_is_once(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await owned(cast)
    for _ in range(4):
        await snoozed(cast, case)
        await admin.execute("UPDATE support_case SET snoozed_until = NULL")
    before = await kept(admin)
    async with as_system() as db:
        assert await fold_case_counts(db, now()) > 0
        assert await fold_case_counts(db, now()) == 0
    assert await kept(admin) == before and await admin.fetchval("SELECT count(*) FROM case_count") == len(before)


async def test_a_table_that_is_mostly_air_is_written_anew(cast: Cast, admin: asyncpg.Connection) -> None:
    """As after an import, whose rows are gone when they are folded, while the folded ones lie behind them."""
    await owned(cast)
    before, alike = await kept(admin), "boundary, queue, family, severity, turn, owned"
    again = (
        f"INSERT INTO case_count ({alike}, asleep, cases) SELECT {alike}, $1, cases FROM case_count WHERE NOT asleep"
    )
    await admin.execute(
        f"WITH ids AS (SELECT generate_series(1, 2000)) {again.replace('case_count WHERE', 'case_count, ids WHERE')}",
        True,
    )
    await admin.execute(again, False)
    await admin.execute("DELETE FROM case_count WHERE asleep OR id = (SELECT min(id) FROM case_count WHERE NOT asleep)")
    await admin.execute("VACUUM (ANALYZE) case_count")
    rows = "SELECT id FROM case_count ORDER BY id"
    there = await admin.fetch(rows)
    async with as_system() as db:
        assert await fold_case_counts(db, now()) == len(before)
    assert await kept(admin) == before and not {*await admin.fetch(rows)} & {*there}


async def test_folding_at_once_with_changes_and_with_each_other(cast: Cast, admin: asyncpg.Connection) -> None:
    cases = [await owned(cast) for _ in range(4)]

    async def fold() -> None:
        async with as_system() as db:
            await fold_case_counts(db, now())

    for _ in range(5):
        await asyncio.gather(fold(), *(snoozed(cast, case) for case in cases), fold(), fold())
        await admin.execute("UPDATE support_case SET snoozed_until = NULL")
    await kept(admin)


async def test_what_went_past_the_database_is_mended_once(cast: Cast, admin: asyncpg.Connection) -> None:
    await owned(cast)
    await unowned(cast)
    await admin.execute(
        "SET session_replication_role = replica; UPDATE support_case SET severity = 'A', turn = 'customer'; RESET session_replication_role"
    )
    async with as_system() as db:
        assert await mend_case_counts(db, now()) == 4, "two kinds that are, two that were"
        assert await mend_case_counts(db, now()) == 0
    await kept(admin)


async def test_nobody_counts_what_they_may_not_see(cast: Cast) -> None:
    await owned(cast)
    async with as_system("germany") as db:
        rows = await (await db.connection()).exec_driver_sql("SELECT count(*) FROM case_count")
        assert rows.scalar_one() == 0
