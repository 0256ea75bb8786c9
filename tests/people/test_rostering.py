from dataclasses import replace

import pytest

from escalations.people.actions import change_roster, disable_person, enable_person, set_presence
from escalations.people.models import Person
from escalations.people.plans import RosterPlan
from escalations.people.queries import specialties_of
from escalations.platform.errors import NotAllowed, Stale
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.support import as_person

OFFICE = {"shift_start": 540, "shift_end": 1020, "shift_days": (1, 2, 3, 4, 5), "time_zone": "Europe/Berlin"}


async def plan_of(person: Person, **changes: object) -> RosterPlan:
    async with as_person(person) as db:
        levels = (await specialties_of(db, [person.id])).get(person.id, {})
        return replace(RosterPlan.of(await db.get_one(Person, person.id), levels), **changes)  # type: ignore[arg-type]


async def save(by: Person, person: Person, plan: RosterPlan, version: int | None = None) -> int:
    async with as_person(by) as db:
        row = await db.get_one(Person, person.id)
        await change_roster(db, row, plan, version=row.version if version is None else version, by=by)
        await db.flush()
        return row.version


async def told_of(reader: Person, person: Person) -> list[str]:
    async with as_person(reader) as db:
        return [row.told for row in await trail_of(db, person.subject)]


async def test_a_lead_changes_hours_room_and_skills_in_one_go(cast: Cast) -> None:
    plan = await plan_of(cast.ada, **OFFICE, capacity=6, levels={"storage": 2, "identity": 5})
    version = await save(cast.dora, cast.ada, plan)
    assert await plan_of(cast.ada) == plan
    assert await save(cast.dora, cast.ada, plan) == version, "twice is harmless"
    told = await told_of(cast.otto, cast.ada)
    assert len(told) == 1
    assert told[0].startswith(
        "changed the roster: works Mon–Fri 09:00–17:00 (was every day around the clock); works in Europe/Berlin (was UTC);"
        " has room for 6 units (was 20); "
    )
    assert "identity at level 5 (was 4), " in told[0] and "storage at level 2 (was 4)" in told[0]
    assert "kubernetes at no level (was 4)" in told[0]


async def test_only_what_changed_is_told(cast: Cast) -> None:
    await save(cast.adam, cast.ada, await plan_of(cast.ada, shift_days=(1, 3, 5)))
    assert await told_of(cast.otto, cast.ada) == [
        "changed the roster: works Mon, Wed, Fri around the clock (was every day around the clock)"
    ]


async def test_a_plan_made_on_an_older_version_is_refused(cast: Cast) -> None:
    first = await plan_of(cast.ada, capacity=6)
    await save(cast.dora, cast.ada, first, version=1)
    with pytest.raises(Stale):
        await save(cast.dora, cast.ada, await plan_of(cast.ada, capacity=7), version=1)
    assert (await plan_of(cast.ada)).capacity == 6


async def test_skills_alone_move_the_version_on(cast: Cast) -> None:
    assert await save(cast.dora, cast.ada, await plan_of(cast.ada, levels={"storage": 1}), version=1) > 1


@pytest.mark.parametrize("name", ["ada", "rex", "pia", "comm", "remy", "otto"])
async def test_others_may_not_even_for_themselves(cast: Cast, name: str) -> None:
    somebody: Person = getattr(cast, name)
    with pytest.raises(NotAllowed):
        await save(somebody, somebody, await plan_of(somebody, capacity=1))
    with pytest.raises(NotAllowed):
        async with as_person(somebody) as db:
            await set_presence(db, await db.get_one(Person, cast.ben.id), "away", by=somebody)


async def test_presence_said_by_a_lead_is_told_as_such(cast: Cast) -> None:
    await save(cast.dora, cast.ada, await plan_of(cast.ada, presence="offline"))
    assert await told_of(cast.otto, cast.ada) == ["says that Ada is offline (was available)"]


async def test_disabling_and_enabling(cast: Cast) -> None:
    for _ in range(2):
        async with as_person(cast.adam) as db:
            await disable_person(db, await db.get_one(Person, cast.ben.id), by=cast.adam)
    for _ in range(2):
        async with as_person(cast.adam) as db:
            ben = await db.get_one(Person, cast.ben.id)
            await enable_person(db, ben, by=cast.adam)
            assert ben.disabled_at is None and ben.presence == "offline"
    assert await told_of(cast.otto, cast.ben) == ["enabled this person again", "disabled this person"]


async def test_only_administrators_disable_and_never_themselves(cast: Cast) -> None:
    async with as_person(cast.dora) as db:
        ben = await db.get_one(Person, cast.ben.id)
        with pytest.raises(NotAllowed):
            await disable_person(db, ben, by=cast.dora)
        with pytest.raises(NotAllowed):
            await enable_person(db, ben, by=cast.dora)
    async with as_person(cast.adam) as db:
        with pytest.raises(NotAllowed, match="Ask another administrator"):
            await disable_person(db, await db.get_one(Person, cast.adam.id), by=cast.adam)
