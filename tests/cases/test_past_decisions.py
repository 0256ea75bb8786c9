"""Past decisions as a backtest reads them: in batches, each once, and only those in sight."""

from datetime import UTC, datetime, timedelta

import pytest

from escalations.cases.actions import close_case, transfer_case
from escalations.cases.queries import case_for
from escalations.cases.queries.past_decisions import Period, count_past_decisions, past_decisions, records_of
from escalations.people.models import Person
from escalations.platform.time import now, time_at
from escalations.routing.backtesting import PastDecision
from escalations.routing.facts import CaseFacts
from escalations.routing.rule_files import rule_set
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person

ALWAYS = Period(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


async def read(
    person: Person, period: Period = ALWAYS, *, limit: int | None = None, batch: int = 2
) -> list[list[PastDecision]]:
    async with as_person(person) as db:
        return [one async for one in past_decisions(db, period, limit=limit, batch=batch)]


@pytest.mark.parametrize(("limit", "sizes"), [(None, [2, 2, 1]), (5, [2, 2, 1]), (4, [2, 2]), (3, [2, 1]), (1, [1])])
async def test_in_batches_the_newest_first(cast: Cast, limit: int | None, sizes: list[int]) -> None:
    """All at the same moment, so that only the id keeps them apart."""
    customer = await a_customer()
    with time_at(now()):
        for _ in range(5):
            await a_case(cast.ada, customer)
    batches = await read(cast.ada, limit=limit)
    assert [len(batch) for batch in batches] == sizes
    ids = [past.case_id for batch in batches for past in batch]
    assert ids == list(range(5, 5 - sum(sizes), -1))


async def test_what_was_known_then_and_where_it_was_solved(cast: Cast) -> None:
    case = await a_case(cast.ada, await a_customer(covered=True), title="Pods cannot mount the share", claimed="C")
    ((past,),) = await read(cast.ada)
    assert (past.queue, past.solved_in, past.rule_set) == ("storage", None, rule_set().hash)
    async with as_person(cast.dora) as db:
        row = await case_for(db, cast.dora, case.ref, lock=True)
        await transfer_case(db, row, "identity", "finding", "A key had expired.", by=cast.dora)
        await close_case(db, row, "fixed", "A new key.", by=cast.dora)
    ((closed,),) = await read(cast.ada)
    assert (closed.queue, closed.solved_in) == ("storage", "identity")
    assert closed.facts == past.facts and isinstance(closed.facts, CaseFacts)
    assert closed.facts.cover and closed.facts.plan == "prodirect" and "share" in closed.facts.text


async def test_a_period_ends_before_its_end(cast: Cast) -> None:
    at, customer = datetime(2026, 3, 1, 12, tzinfo=UTC), await a_customer()
    for hours in range(4):
        with time_at(at + timedelta(hours=hours)):
            await a_case(cast.ada, customer)
    period = Period(at + timedelta(hours=1), at + timedelta(hours=3))
    assert [past.case_id for batch in await read(cast.ada, period) for past in batch] == [3, 2]
    async with as_person(cast.ada) as db:
        assert await count_past_decisions(db, period, most=100) == 2
        assert await count_past_decisions(db, ALWAYS, most=3) == 3


async def test_only_what_is_in_sight(cast: Cast) -> None:
    await a_case(cast.ada, await a_customer())
    await a_case(cast.cleo, await a_customer("germany", "Nordwerk"))
    seen = {
        person.name: [past.case_id for batch in await read(person) for past in batch]
        for person in (cast.ada, cast.cleo, cast.dora, cast.otto)
    }
    assert seen == {"Ada": [1], "Cleo": [2], "Dora": [2, 1], "Otto": [1]}
    german = Period(ALWAYS.since, ALWAYS.until, "germany")
    assert [past.case_id for batch in await read(cast.dora, german) for past in batch] == [2]
    assert await read(cast.ada, german) == []
    async with as_person(cast.ada) as db:
        assert await count_past_decisions(db, ALWAYS, most=100) == 1
        assert list(await records_of(db, [1, 2])) == [1]
