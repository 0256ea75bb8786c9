"""In which hours a product group owes its answer, and who of it is told when it runs out."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from escalations.cases.models import Case
from escalations.clocks.queries import open_clock
from escalations.clocks.sweeps import sweep_clocks
from escalations.customers.models import Contact
from escalations.people.models import Notice, Person
from escalations.platform.time import time_at
from escalations.product_groups.actions import accept_escalation, reassess_escalation
from escalations.product_groups.queries import escalation_for
from tests.cast import Cast
from tests.product_groups.builders import an_escalation
from tests.support import as_person, as_system, run_jobs

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)


async def told(person: Person) -> list[str]:
    async with as_system() as db:
        found = (await db.exec(select(Notice).where(Notice.person_id == person.id).order_by(Notice.id))).all()
        return [notice.text for notice in found if notice.key.startswith("clock/")]


@pytest.mark.parametrize(
    ("facts", "hours"),
    [({}, "berlin@2025-10-01"), ({"around_the_clock": True}, "always@2000-01-01")],
)
async def test_an_answer_is_owed_in_the_hours_of_the_customer_who_waits(
    cast: Cast, facts: dict[str, bool], hours: str
) -> None:
    """18 hours at severity B: two working days in Berlin, or three quarters of a day where all hours were chosen."""
    with time_at(MONDAY):
        escalation = await an_escalation(cast, **facts)
        async with as_person(cast.pia) as db:
            await accept_escalation(db, await escalation_for(db, cast.pia, escalation.ref), by=cast.pia)
            clock = await open_clock(db, escalation.case_id, "answer", holder="product_group")
            assert clock is not None
            length = timedelta(hours=18) if facts else timedelta(days=2)
            assert (clock.calendar, clock.due_at) == (hours, MONDAY + length)


async def test_in_another_zone_it_is_due_at_another_time(cast: Cast) -> None:
    with time_at(MONDAY):
        escalation = await an_escalation(cast)
        async with as_system() as db:
            contact = (await db.exec(select(Contact))).one()
            contact.time_zone = "America/New_York"
            db.sync_session.info["recorded"] = "the stage is set before the play"
        async with as_person(cast.pia) as db:
            await accept_escalation(db, await escalation_for(db, cast.pia, escalation.ref), by=cast.pia)
            clock = await open_clock(db, escalation.case_id, "answer", holder="product_group")
            assert clock is not None and clock.calendar == "new_york@2025-10-01"
        async with as_person(cast.ada) as db:
            held = await escalation_for(db, cast.ada, escalation.ref)
            await reassess_escalation(db, held, "A", by=cast.ada)
            again = await open_clock(db, escalation.case_id, "answer", holder="product_group")
            assert again is not None and again.due_at == MONDAY + timedelta(hours=4)


async def test_those_who_owe_it_are_told_then_the_lead_then_the_owner_as_well(cast: Cast) -> None:
    """Four hours to acknowledge: three quarters are over after 180 minutes, nine tenths after 216."""
    with time_at(MONDAY):
        escalation = await an_escalation(cast)
        async with as_system() as db:
            owner = (await db.get_one(Case, escalation.case_id)).owner_id
    owning = next(person for person in cast.everyone if person.id == owner)
    heard = []
    for minutes in (180, 216, 240):
        with time_at(MONDAY + timedelta(minutes=minutes)):
            async with as_system() as db:
                await sweep_clocks(db, MONDAY + timedelta(minutes=minutes))
            await run_jobs()
        heard.append(
            [len([text for text in await told(one) if escalation.ref in text]) for one in (cast.pia, cast.dora, owning)]
        )
    assert heard == [[1, 0, 0], [2, 1, 0], [3, 2, 1]]
    first, *_ = await told(cast.pia)
    assert first == f"{escalation.ref} on C-1 (Harbour Foods), Storage platform: acknowledgement is due at 14:00 UTC."
