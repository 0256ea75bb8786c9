"""A reply reads clocks and their ledgers by one question, and waits in it for whoever moves a clock at that moment."""

import asyncio

from sqlmodel import col, select

from escalations.cases.actions import reply_to_customer
from escalations.cases.queries import case_for
from escalations.clocks.models import Clock, ClockEvent
from escalations.clocks.sweeps import sweep_clocks
from escalations.platform.time import now, time_at
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, as_system, somebody_waits
from tests.work import statements

from .moments import MONDAY, later
from .test_classic_bugs_of_cases import HELLO
from .truth import recompute_every_clock


async def test_what_a_sweep_writes_while_a_reply_waits_for_it_is_in_the_ledger_that_the_reply_reads(cast: Cast) -> None:
    with time_at(MONDAY):
        case = await a_case(cast.ada)

    async def reply() -> None:
        async with as_person(cast.ada) as db:
            mine = await case_for(db, cast.ada, case.ref, lock=True)
            await reply_to_customer(db, mine, HELLO, by=cast.ada)

    with time_at(later(days=3)):
        async with as_system("public") as db:
            assert await sweep_clocks(db, now())
            await db.flush()
            replying = asyncio.create_task(reply())
            await somebody_waits()
        await replying
    async with as_system("public") as db:
        assert await recompute_every_clock(db) == 3
        entered = select(ClockEvent.what).join(Clock, col(Clock.id) == ClockEvent.clock_id)
        told = (await db.exec(entered.where(Clock.kind == "first_response").order_by(col(ClockEvent.id)))).all()
    assert told == ["started", "breached", "satisfied"]


async def test_a_reply_asks_for_its_case_for_all_else_and_writes(cast: Cast) -> None:
    """The ledger of the clock that it meets and the numbers of what it writes are no questions of their own."""
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        with statements() as told:
            mine = await case_for(db, cast.ada, case.ref, lock=True)
            await reply_to_customer(db, mine, HELLO, by=cast.ada)
            await db.write_all()
    assert len(told) == 3, told
