"""The clock of a request to rapid response: in the customer's hours, along with the severity, told to those who could take it."""

from datetime import UTC, datetime, timedelta

from sqlmodel import select

from escalations.cases.actions import change_severity
from escalations.cases.queries import case_for
from escalations.clocks.queries import open_clock
from escalations.clocks.sweeps import sweep_clocks
from escalations.people.models import Notice, Person
from escalations.platform.time import time_at
from escalations.rapid_response.actions import request_rapid_response
from tests.cast import Cast
from tests.rapid_response.builders import REASON, a_covered_case
from tests.support import as_person, as_system, run_jobs

EVENING = datetime(2026, 11, 16, 16, 30, tzinfo=UTC)
"""Half past five in Berlin, where the customer is."""


async def told(person: Person) -> list[str]:
    async with as_system() as db:
        found = (await db.exec(select(Notice).where(Notice.person_id == person.id).order_by(Notice.id))).all()
        return [notice.text for notice in found if notice.text.startswith("Rapid response for")]


async def test_it_counts_in_the_customers_hours_and_follows_the_severity(cast: Cast) -> None:
    with time_at(EVENING):
        case = await a_covered_case(cast, claimed="B")
        async with as_person(cast.ada) as db:
            mine = await case_for(db, cast.ada, case.ref, lock=True)
            await request_rapid_response(db, mine, REASON, by=cast.ada)
            clock = await open_clock(db, case.id, "first_response", holder="rapid_response")
            assert clock is not None and clock.due_at == EVENING + timedelta(hours=17), (
                "half an hour today, the rest tomorrow"
            )
        async with as_person(cast.ada) as db:
            mine = await case_for(db, cast.ada, case.ref, lock=True)
            await change_severity(
                db, mine, "assessed", "A", "all stores are closed", always_contact_id=mine.contact_id, by=cast.ada
            )
        await run_jobs()
        async with as_system() as db:
            again = await open_clock(db, case.id, "first_response", holder="rapid_response")
            assert again is not None and again.due_at == EVENING + timedelta(minutes=15)


async def test_whoever_could_take_it_is_told_then_the_lead(cast: Cast) -> None:
    with time_at(EVENING):
        case = await a_covered_case(cast)
        async with as_person(cast.ada) as db:
            await request_rapid_response(db, await case_for(db, cast.ada, case.ref, lock=True), REASON, by=cast.ada)
        await run_jobs()
    heard = []
    for minutes in (12, 14, 15):
        at = EVENING + timedelta(minutes=minutes)
        with time_at(at):
            async with as_system() as db:
                await sweep_clocks(db, at)
            await run_jobs()
        heard.append([len(await told(one)) for one in (cast.rex, cast.dora, cast.comm)])
    assert heard == [[1, 0, 0], [2, 1, 0], [3, 2, 0]]
    assert (await told(cast.rex))[
        0
    ] == f"Rapid response for {case.ref} (Nordhavn Rail): first response is due at 16:45 UTC."
