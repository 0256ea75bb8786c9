import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from escalations.cases.actions import add_note, assign_case, returning, unassign_case, wait_for
from escalations.cases.models import Case
from escalations.cases.queries import case_for, case_with_id
from escalations.people.actions import disable_person, revoke_clearance
from escalations.people.models import Person
from escalations.people.queries import clearances_of, person_for
from escalations.platform.db import nothing_to_record
from escalations.platform.time import now, time_at
from tests.builders import a_case, a_customer
from tests.cases.crew import (
    actions_on,
    as_it_stands,
    goes_away,
    notices_to,
    owned,
    owner_of,
    stands,
    sweep,
    told_on,
)
from tests.cast import Cast
from tests.support import as_person, as_system, run_jobs

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def causes(case: Case) -> list[str]:
    return [row.particulars["cause"] for row in await told_on(case) if row.action == "CaseUnassigned"]


async def test_a_critical_case_of_somebody_offline_goes_on_at_once(cast: Cast) -> None:
    case = await owned(cast, cast.ada, claimed="A")
    await goes_away(cast.ada)
    stands_now = await as_it_stands(case)
    assert stands_now.owner_id == cast.ben.id
    assert stands_now.opened_at == case.opened_at and stands_now.queued_at > case.queued_at
    assert await causes(case) == ["gone"]
    assert any("went back to its queue: Ada is offline" in text for text in await notices_to(cast.ada))
    assert any(text.startswith(f"{case.ref} is yours") for text in await notices_to(cast.ben))


async def test_of_many_some_come_back_at_once_and_the_others_with_the_next_sweeps(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a transaction returns it holds from everybody else until it ends."""
    monkeypatch.setattr(returning, "AT_ONCE", 2)
    customer = await a_customer()
    cases = [await owned(cast, cast.ada, claimed="A", customer=customer) for _ in range(3)]
    for one in (cast.ada, cast.ben, cast.dora):
        await stands(one, presence="offline")
    back = []
    for _ in range(3):
        await sweep()
        back.append(sum([(await owner_of(case)) is None for case in cases]))
    assert back == [2, 3, 3]


async def test_a_milder_case_waits_for_its_owner_unless_a_clock_would_run_out(cast: Cast) -> None:
    await stands(cast.ada, shift_start=9 * 60, shift_end=17 * 60)
    tomorrow = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    customer = await a_customer(plan="developer")
    with time_at(MONDAY):
        soon = await owned(cast, cast.ada, claimed="B", customer=customer)
        late = await owned(cast, cast.ada, claimed="C", customer=customer)
    await _is_due(soon, tomorrow - MINUTE)
    await _is_due(late, tomorrow + MINUTE)
    await stands(cast.ada, presence="offline")
    with time_at(MONDAY + MINUTE):
        await sweep()
    assert (await owner_of(soon), await owner_of(late)) == (cast.ben.id, cast.ada.id)


async def _is_due(case: Case, at: datetime) -> None:
    async with as_system() as db:
        nothing_to_record(db, "the stage is set before the play")
        row = await case_with_id(db, case.id, lock=True)
        assert row is not None
        row.due_at, row.due_kind = at, "next_update"


async def test_a_case_in_the_customers_turn_stays(cast: Cast) -> None:
    case = await owned(cast, cast.ada, claimed="A")
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref, lock=True)
        await wait_for(db, row, "customer", "Please send the log.", now() + timedelta(hours=3), by=cast.ada)
    await goes_away(cast.ada)
    assert await owner_of(case) == cast.ada.id


async def _on_shift_until_six(cast: Cast, severity: str = "A") -> Case:
    await stands(cast.ada, shift_start=9 * 60, shift_end=18 * 60)
    with time_at(datetime(2026, 11, 23, 16, 30, tzinfo=UTC)):
        case = await owned(cast, cast.ada, claimed=severity)
        async with as_person(cast.ada) as db:
            await add_note(db, await case_for(db, cast.ada, case.ref, lock=True), "I look at it.", by=cast.ada)
        return case


async def test_after_the_shift_there_is_a_moment_of_grace(cast: Cast) -> None:
    case = await _on_shift_until_six(cast)
    with time_at(datetime(2026, 11, 23, 18, 14, tzinfo=UTC)):
        assert await sweep() == 0
    with time_at(datetime(2026, 11, 23, 18, 15, tzinfo=UTC)):
        assert await sweep() == 2, "it went back, and on to somebody else"
    assert await owner_of(case) == cast.ben.id
    [returned] = [row for row in await told_on(case) if row.action == "CaseUnassigned"]
    assert "Ada is off shift until 2026-11-24 09:00 UTC" in returned.told


async def test_who_works_on_after_the_shift_keeps_the_case(cast: Cast) -> None:
    case = await _on_shift_until_six(cast)
    with time_at(datetime(2026, 11, 23, 18, 5, tzinfo=UTC)):
        async with as_person(cast.ada) as db:
            await add_note(db, await case_for(db, cast.ada, case.ref, lock=True), "Still here.", by=cast.ada)
    with time_at(datetime(2026, 11, 23, 18, 30, tzinfo=UTC)):
        assert await sweep() == 0
    assert await owner_of(case) == cast.ada.id


@pytest.mark.parametrize(("severity", "minutes"), [("A", 15), ("B", 60), ("C", 240)])
async def test_silence_sends_it_on_and_not_back(cast: Cast, severity: str, minutes: int) -> None:
    with time_at(MONDAY):
        case = await owned(cast, cast.ada, claimed=severity)
    with time_at(MONDAY + (minutes - 1) * MINUTE):
        assert await sweep() == 0
    with time_at(MONDAY + minutes * MINUTE + MINUTE):
        assert await sweep() == 2
    assert await owner_of(case) == cast.ben.id
    assert await causes(case) == ["silent"]


async def test_it_stays_in_the_queue_rather_than_with_the_silent_one(cast: Cast) -> None:
    with time_at(MONDAY):
        case = await owned(cast, cast.ada, claimed="A")
    for one in (cast.ben, cast.dora):
        await stands(one, presence="offline")
    with time_at(MONDAY + 16 * MINUTE):
        assert await sweep() == 1
        assert await owner_of(case) is None
    with time_at(MONDAY + 75 * MINUTE):
        assert await sweep() == 0
    with time_at(MONDAY + 77 * MINUTE):
        assert await sweep() == 1
    assert await owner_of(case) == cast.ada.id, "an hour later she may have it again"


async def test_whoever_looked_at_it_is_asked_no_more(cast: Cast) -> None:
    with time_at(MONDAY):
        case = await owned(cast, cast.ada, claimed="A")
    with time_at(MONDAY + 3 * MINUTE):
        async with as_person(cast.ada) as db:
            await add_note(db, await case_for(db, cast.ada, case.ref, lock=True), "I look at it.", by=cast.ada)
    before = await as_it_stands(case)
    with time_at(MONDAY + 20 * MINUTE):
        assert await sweep() == 0
    after = await as_it_stands(case)
    assert (after.owner_id, after.version) == (cast.ada.id, before.version), "nobody who edits it is disturbed"
    assert after.heard_at == MONDAY + 3 * MINUTE
    with time_at(MONDAY + 90 * MINUTE):
        assert await sweep() == 0


async def test_a_new_owner_has_the_same_time_again(cast: Cast) -> None:
    with time_at(MONDAY):
        case = await owned(cast, cast.ada, claimed="A")
    with time_at(MONDAY + 10 * MINUTE):
        async with as_person(cast.dora) as db:
            row = await case_for(db, cast.dora, case.ref, lock=True)
            await assign_case(db, row, await person_for(db, cast.ben.ref), by=cast.dora)
    with time_at(MONDAY + 20 * MINUTE):
        assert await sweep() == 0
    with time_at(MONDAY + 26 * MINUTE):
        assert await sweep() == 2


async def test_a_lost_clearance_takes_the_case_whatever_its_turn(cast: Cast) -> None:
    case = await owned(cast, cast.ada, customer=await a_customer("usgov", "County Court"))
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref, lock=True)
        await wait_for(db, row, "customer", "Please send the log.", now() + timedelta(hours=3), by=cast.ada)
    async with as_person(cast.adam) as db:
        held = (await clearances_of(db, [cast.ada.id]))[cast.ada.id]
        await revoke_clearance(db, next(one for one in held if one.boundary == "usgov"), by=cast.adam)
    await run_jobs()
    assert await owner_of(case) is None
    assert await causes(case) == ["uncleared"]
    assert not any("went back" in text for text in await notices_to(cast.ada)), "she may not know of it any more"


async def test_a_disabled_person_leaves_no_dead_end(cast: Cast, admin: asyncpg.Connection) -> None:
    mine = await owned(cast, cast.ada)
    there = await owned(cast, cast.ada, customer=await a_customer("usgov", "County Court"))
    async with as_person(cast.adam) as db:
        await disable_person(db, await person_for(db, cast.ada.ref), by=cast.adam)
    await run_jobs()
    assert {await owner_of(mine), await owner_of(there)} == {cast.ben.id}
    assert not await admin.fetch("SELECT * FROM dead_end_case")


async def test_many_sweeps_at_once_move_it_once(cast: Cast) -> None:
    customer = await a_customer()
    cases = [await owned(cast, cast.ada, customer=customer, claimed="A") for _ in range(3)]
    await stands(cast.ada, presence="offline")
    await asyncio.gather(*(sweep() for _ in range(6)))
    for case in cases:
        told = await actions_on(case)
        assert (told.count("CaseUnassigned"), told.count("CaseAssigned")) == (1, 2)
        assert await owner_of(case) == cast.ben.id


async def test_laid_down_by_hand_it_goes_to_somebody_else(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    await _lays_down(cast.ada, case)
    await run_jobs()
    assert await owner_of(case) == cast.ben.id


async def _lays_down(person: Person, case: Case) -> None:
    async with as_person(person) as db:
        await unassign_case(db, await case_for(db, person, case.ref, lock=True), "not mine", by=person)


async def test_a_new_case_is_not_silent_before_its_time(cast: Cast) -> None:
    case = await a_case(cast.ada)
    assert await sweep() == 0
    assert await owner_of(case) == case.owner_id
