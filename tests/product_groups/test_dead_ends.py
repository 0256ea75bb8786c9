"""The view sees what it is there to see: each fault is injected in a transaction that never commits."""

import pytest
from sqlalchemy import text

from escalations.people.models import Person
from escalations.platform.db import Session, nothing_to_record
from escalations.platform.time import now
from escalations.product_groups.actions import accept_escalation
from escalations.product_groups.queries import clocks_of, escalation_for
from escalations.product_groups.queries.keeping import dead_end_escalations
from tests.cast import Cast
from tests.product_groups.builders import an_escalation
from tests.support import as_person, as_system, browser_of


class Undone(Exception):
    """Whatever was done is taken back."""


async def lose_the_clock(db: Session, cast: Cast) -> None:
    found = await escalation_for(db, cast.pia, "E-1")
    for clock in await clocks_of(db, [found]):
        if clock.is_open:
            clock.state, clock.wake_at, clock.due_at = "cancelled", None, None


async def lose_the_owner(db: Session, cast: Cast) -> None:
    (await db.get_one(Person, cast.pia.id)).disabled_at = now()


async def lose_the_taker(db: Session, cast: Cast) -> None:
    (await escalation_for(db, cast.pia, "E-1")).accepted_by = None


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (lose_the_clock, "nothing will wake it up"),
        (lose_the_owner, "its owner is disabled"),
        (lose_the_taker, "nobody of the group has it"),
    ],
)
async def test_a_fault_shows(cast: Cast, fault: object, why: str) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.pia) as db:
        await accept_escalation(db, await escalation_for(db, cast.pia, escalation.ref), by=cast.pia)
    async with as_system() as db:
        assert await dead_end_escalations(db) == []
    with pytest.raises(Undone):
        async with as_system() as db:
            nothing_to_record(db, "it is taken back")
            await fault(db, cast)  # type: ignore[operator]
            await db.flush()
            (found,) = await dead_end_escalations(db)
            assert found.ref == escalation.ref and why in found.why
            raise Undone
    async with browser_of(cast.dora) as dora:
        assert "Escalations with no way on" not in (await dora.get("/dead-ends")).text


async def test_the_view_keeps_to_what_one_may_see(cast: Cast) -> None:
    await an_escalation(cast)
    with pytest.raises(Undone):
        async with as_system() as db:
            nothing_to_record(db, "it is taken back")
            await lose_the_clock(db, cast)
            await db.flush()
            await db.execute(text("SELECT set_config('app.boundaries', 'germany', true)"))
            assert await dead_end_escalations(db) == []
            raise Undone
