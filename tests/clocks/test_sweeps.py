import pytest
from sqlalchemy.exc import IntegrityError

from escalations.cases.models import Case
from escalations.clocks.actions import pause_clock, resume_clock, retarget_clock, start_clock, start_follow_up
from escalations.clocks.models import Clock, ClockEvent
from escalations.clocks.policies import Target
from escalations.clocks.queries import clocks_of_case, due_clocks, reading_of
from escalations.clocks.sweeps import sweep_changed_hours, sweep_clocks
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.support import as_person, as_system

from .moments import MONDAY, later
from .truth import recompute_every_clock, told


@pytest.fixture
async def clock(cast: Cast, case: Case) -> Clock:
    """Four business hours from eleven in Berlin: warned of at two, due at three."""
    async with as_person(cast.ada) as db:
        return await start_clock(
            db, case.id, case.boundary, "next_update", Target(240, "berlin", "1"), at=MONDAY, by=cast.ada
        )


async def sweep(at) -> int:
    async with as_system() as db:
        return await sweep_clocks(db, at)


async def actions(clock: Clock) -> list[str]:
    async with as_system() as db:
        return [event.action for event in reversed(await trail_of(db, clock.subject))][1:]


async def wake_at(clock: Clock):
    async with as_system() as db:
        return (await db.get_one(Clock, clock.id)).wake_at


async def test_nothing_to_tell_yet(clock: Clock) -> None:
    assert await sweep(MONDAY) == 0


async def test_it_warns_then_breaches_then_reminds_every_open_hour(clock: Clock) -> None:
    for at in (later(hours=3), later(hours=4), later(hours=5), later(hours=6)):
        await sweep(at)
    assert await actions(clock) == ["ClockWarned", "ClockBreached", "ClockOverdue", "ClockOverdue"]
    assert await wake_at(clock) == later(hours=7)
    await sweep(later(hours=7))
    assert await wake_at(clock) == later(days=1, hours=-1), (
        "three open hours past due at six in Berlin, the fourth at ten next morning"
    )


async def test_twice_tells_nothing_twice(clock: Clock) -> None:
    for at in (
        later(hours=3),
        later(hours=3),
        later(hours=4),
        later(hours=4, minutes=1),
        later(hours=5),
        later(hours=5),
    ):
        await sweep(at)
    assert await actions(clock) == ["ClockWarned", "ClockBreached", "ClockOverdue"]
    async with as_system() as db:
        assert await told(db, clock) == ["started", "warned", "breached"]


async def test_a_sweep_that_comes_late_tells_the_breach_once_with_its_true_time(clock: Clock) -> None:
    await sweep(later(hours=6, minutes=30))
    async with as_system() as db:
        again = await db.get_one(Clock, clock.id)
        assert (again.breached_at, again.wake_at) == (later(hours=4), later(hours=7))
        (breach, *_) = await trail_of(db, clock.subject)
        assert breach.particulars["due_at"] == later(hours=4).isoformat()
    assert await actions(clock) == ["ClockBreached"]


async def test_reminders_say_how_long(clock: Clock) -> None:
    await sweep(later(hours=4))
    await sweep(later(hours=6, minutes=10))
    async with as_system() as db:
        (newest, *_) = await trail_of(db, clock.subject)
        assert newest.told == "reminded that the next update clock ran out 2 h of open time ago"


async def test_a_new_target_is_warned_of_anew(cast: Cast, clock: Clock) -> None:
    await sweep(later(hours=3))
    async with as_person(cast.ada) as db:
        mine = await db.get_one(Clock, clock.id)
        await retarget_clock(
            db, mine, Target(480, "always", "1"), "severity lowered to C", by=cast.ada, at=later(hours=3)
        )
    await sweep(later(hours=6))
    await sweep(later(hours=8))
    assert await actions(clock) == ["ClockWarned", "ClockRetargeted", "ClockWarned", "ClockBreached"]


async def test_a_pause_is_not_swept_and_a_warning_not_repeated_after_it(cast: Cast, clock: Clock) -> None:
    await sweep(later(hours=3))
    async with as_person(cast.ada) as db:
        await pause_clock(db, await db.get_one(Clock, clock.id), "customer", by=cast.ada, at=later(hours=3, minutes=30))
    await sweep(later(hours=6))
    async with as_person(cast.ada) as db:
        await resume_clock(db, await db.get_one(Clock, clock.id), by=cast.ada, at=later(hours=6))
    await sweep(later(hours=6))
    await sweep(later(hours=6, minutes=30))
    assert await actions(clock) == ["ClockWarned", "ClockPaused", "ClockResumed", "ClockBreached"]


async def test_a_follow_up_comes_back_without_a_warning(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        clock = await start_follow_up(
            db,
            case.id,
            "public",
            until=later(hours=1),
            why="after lunch",
            by=cast.ada,
            at=MONDAY,
            holder="rapid_response",
        )
    await sweep(later(minutes=50))
    await sweep(later(hours=1))
    async with as_system() as db:
        (newest, *_) = await trail_of(db, clock.subject)
        assert newest.told == "brought the case back: its follow-up is due"
    assert await actions(clock) == ["ClockBreached"]


async def test_two_sweeps_share_the_work(clock: Clock) -> None:
    at = later(hours=10)
    async with as_system() as one, as_system() as two:
        taken = await due_clocks(one, at, 1)
        rest = await due_clocks(two, at, 500)
        assert len(taken) == 1
        assert {clock.id for clock in taken}.isdisjoint(clock.id for clock in rest)


async def test_a_sweep_stays_within_its_boundary(clock: Clock) -> None:
    async with as_system("germany") as db:
        assert await sweep_clocks(db, later(days=9)) == 0


async def test_it_takes_at_most_its_limit_the_longest_due_first(cast: Cast, case: Case, clock: Clock) -> None:
    async with as_system() as db:
        assert await sweep_clocks(db, later(days=1), limit=1) == 1
    async with as_system() as db:
        assert [row.kind for row in await due_clocks(db, later(hours=3), 5)] == ["next_update"]


async def test_the_database_refuses_a_breach_told_twice(clock: Clock) -> None:
    await sweep(later(hours=4))
    with pytest.raises(IntegrityError, match="uq_clock_event_told"):
        async with as_system() as db:
            db.add(ClockEvent(boundary="public", clock_id=clock.id, what="breached", at=MONDAY, recorded_at=MONDAY))


async def test_open_clocks_move_on_to_new_hours(cast: Cast, case: Case, admin) -> None:
    """Begun before Berlin's entry of October 2025 came into force, on the one before."""
    async with as_person(cast.ada) as db:
        september = MONDAY.replace(year=2025, month=9, day=30)
        clock = await start_clock(
            db, case.id, "public", "resolution", Target(2700, "berlin", "1"), at=september, by=cast.ada
        )
        assert clock.calendar == "berlin@2015-01-01"
    for _ in range(2):
        async with as_system() as db:
            await sweep_changed_hours(db, september.replace(month=10, day=2))
    async with as_system() as db:
        again = await db.get_one(Clock, clock.id)
        assert (again.calendar, await told(db, again)) == ("berlin@2025-10-01", ["started", "carried_over"])
        assert (await reading_of(db, again)).used_minutes == 360
        await recompute_every_clock(db)


async def test_a_late_objective_is_called_to_mind_once_a_working_day(cast: Cast, case: Case) -> None:
    async with as_person(cast.ada) as db:
        target = Target(60, "berlin", "1")
        clock = await start_clock(db, case.id, case.boundary, "resolution", target, at=MONDAY, by=cast.ada)
    await sweep(later(hours=1))
    assert await wake_at(clock) == later(days=1, hours=1)
    await sweep(later(days=1, hours=1))
    async with as_system() as db:
        (newest, *_) = await trail_of(db, clock.subject)
        assert newest.told == "reminded that the resolution clock ran out 9 h of open time ago"


async def test_a_look_too_early_tells_nothing(clock: Clock, admin) -> None:
    """Rules that changed meanwhile may put the moment off."""
    await admin.execute("UPDATE clock SET wake_at = $1 WHERE id = $2", MONDAY, clock.id)
    assert await sweep(later(minutes=1)) == 1
    assert await actions(clock) == []
    assert await wake_at(clock) == later(hours=3)


async def test_many_at_once_are_told_as_one_by_one(cast: Cast, case: Case) -> None:
    """Warnings and breaches, in one transaction."""
    async with as_person(cast.ada) as db:
        for minutes in (60, 120, 150):
            target = Target(minutes, "always", "1")
            kind = {60: "resolution", 120: "next_update", 150: "answer"}[minutes]
            await start_clock(db, case.id, case.boundary, kind, target, at=MONDAY, by=cast.ada)
    assert await sweep(later(hours=2)) == 4
    async with as_system() as db:
        told_of = {clock.kind: await told(db, clock) for clock in await clocks_of_case(db, case.id) if clock.is_open}
        await recompute_every_clock(db)
    assert told_of == {
        "first_response": ["started", "breached"],
        "resolution": ["started", "breached"],
        "next_update": ["started", "breached"],
        "answer": ["started", "warned"],
    }
