"""Rotations planned ahead, and what the database itself refuses."""

from datetime import timedelta

import asyncpg
import pytest
from sqlmodel import select

from escalations.coverage.actions import end_rotation, make_rotation, revise_rotation
from escalations.coverage.models import Shift
from escalations.coverage.queries import on_duty, people_on_duty, rotation_for
from escalations.coverage.sweeps import sweep_shifts
from escalations.platform.errors import NotAllowed, NotFound, Refused, Stale
from escalations.platform.time import now, time_at
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.coverage.scenes import NOW, NewRotation, a_plan, a_rotation, at, day, hours_of, on_call
from tests.support import as_person, as_system

pytestmark = pytest.mark.usefixtures("monday")


async def test_turns_are_rows_at_once(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    assert hours_of(await on_call(rotation, 2)) == [("Ada", at(22), at(23)), ("Ben", at(23), at(24))]
    async with as_person(cast.ada) as db:
        assert [row.action for row in await trail_of(db, rotation.subject)] == ["ShiftsPlanned", "RotationMade"]
        there = await on_duty(db, rotation, at(23, 9))
    assert there and there.name == "Ben"


async def test_the_sweep_goes_on_where_it_was_and_does_nothing_twice(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    for later, new in ((0, 0), (3, 3), (3, 0)):
        with time_at(NOW + timedelta(days=later)):
            async with as_system() as db:
                assert await sweep_shifts(db, now()) == new
    shifts = await on_call(rotation, 70)
    assert [one.name for one in shifts] == ["Ada", "Ben"] * 29 + ["Ada"]


async def test_the_same_key_is_refused_and_so_are_strangers(cast: Cast) -> None:
    await a_rotation(cast.dora, [cast.ada])
    with pytest.raises(Refused, match="Choose another key"):
        await a_rotation(cast.dora, [cast.ben])
    with pytest.raises(Refused, match="each once"):
        await a_rotation(cast.dora, [cast.ada, cast.ada], key="twice")
    with pytest.raises(Refused, match="no clearance"):
        await a_rotation(cast.dora, [cast.ada], "france", key="elsewhere")
    async with as_person(cast.otto) as db:
        with pytest.raises(NotAllowed):
            await make_rotation(
                db, NewRotation(key="x", name="X", boundary="public", plan=a_plan([cast.ada])), by=cast.otto
            )


async def test_of_another_boundary_it_is_not_there(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.cleo], "germany")
    async with as_person(cast.ada) as db:
        with pytest.raises(NotFound):
            await rotation_for(db, rotation.ref)
        assert (await db.exec(select(Shift))).all() == []


async def test_a_new_plan_counts_from_its_first_handover(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    plan = a_plan([cast.rex], starts_on=day(24))
    async with as_person(cast.dora) as db:
        row = await rotation_for(db, rotation.ref)
        await revise_rotation(db, row, "Storage nights", plan, version=row.version, by=cast.dora)
    names = [one.name for one in await on_call(rotation, 4)]
    assert names == ["Ada", "Ben", "Rex", "Rex"]
    async with as_person(cast.dora) as db:
        row = await rotation_for(db, rotation.ref)
        await revise_rotation(db, row, "Storage nights", plan, version=row.version, by=cast.dora)
        with pytest.raises(Stale):
            await revise_rotation(db, row, "Other", plan, version=1, by=cast.dora)
        assert [row.action for row in await trail_of(db, rotation.subject)].count("RotationRevised") == 1


async def test_whose_turn_is_under_way_keeps_it(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    with time_at(at(22, 12)):
        async with as_person(cast.dora) as db:
            row = await rotation_for(db, rotation.ref)
            await revise_rotation(db, row, "Storage", a_plan([cast.rex, cast.ben]), version=row.version, by=cast.dora)
    assert hours_of(await on_call(rotation, 2)) == [("Ada", at(22), at(23)), ("Ben", at(23), at(24))]
    assert [one.name for one in await on_call(rotation, 4)] == ["Ada", "Ben", "Rex", "Ben"]


async def test_ended_it_has_nobody(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    with time_at(at(22, 12)):
        async with as_person(cast.dora) as db:
            row = await rotation_for(db, rotation.ref)
            await end_rotation(db, row, by=cast.dora)
            await end_rotation(db, row, by=cast.dora)
    assert hours_of(await on_call(rotation, 9)) == [("Ada", at(22), at(22, 12))], "what was stays"


async def test_nobody_twice_and_one_at_a_time(cast: Cast, admin: asyncpg.Connection) -> None:
    """The database refuses even a superuser."""
    one = await a_rotation(cast.dora, [cast.ada])
    two = await a_rotation(cast.dora, [cast.ada, cast.ben], key="other")
    assert {shift.name for shift in await on_call(two, 5)} == {"Ben"}, "Ada is on call in the first already"
    insert = """INSERT INTO on_call_shift (boundary, rotation_id, person_id, during, origin)
        VALUES ('everywhere', $1, $2, tstzrange($3, $4), 'turn')"""
    for rotation, person in ((two, cast.ada), (one, cast.rex)):
        with pytest.raises(asyncpg.ExclusionViolationError):
            await admin.execute(insert, rotation.id, person.id, at(24, 9), at(24, 10))


async def test_what_is_past_cannot_be_changed_by_anybody(cast: Cast, admin: asyncpg.Connection) -> None:
    with time_at(NOW - timedelta(days=400)):
        rotation = await a_rotation(cast.dora, [cast.ada], starts_on=day(22) - timedelta(days=430))
    for statement in ("DELETE FROM on_call_shift", f"UPDATE on_call_shift SET person_id = {cast.ben.id}"):
        with pytest.raises(asyncpg.CheckViolationError, match="a past shift never changes"):
            await admin.execute(f"{statement} WHERE rotation_id = $1", rotation.id)


async def test_the_duty_lead_is_whoever_the_rotation_names(cast: Cast) -> None:
    async with as_system() as db:
        assert [one.name for one in await people_on_duty(db, "duty_lead", "public")] == ["Dora"]
    await a_rotation(cast.dora, [cast.rex, cast.cleo], key="duty-lead")
    async with as_system() as db:
        assert [one.name for one in await people_on_duty(db, "duty_lead", "public")] == ["Rex"]
        with time_at(at(23, 9)):
            assert [one.name for one in await people_on_duty(db, "duty_lead", "public")] == ["Dora"], (
                "Cleo sees nothing there"
            )
