import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from escalations.cases.actions import NewCase, close_case, open_case, wait_for
from escalations.cases.actions.draining import drain_queues
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.people.actions import change_roster, grant_clearance
from escalations.people.plans import RosterPlan
from escalations.people.queries import person_for
from escalations.platform.db import engine
from escalations.platform.events import SYSTEM
from escalations.platform.time import now, time_at
from escalations.routing.deciding import recompute
from tests.builders import STORY, a_case, a_customer
from tests.cases.crew import (
    as_it_stands,
    comes_back,
    decisions,
    in_hand,
    nobody_is_there,
    notices_to,
    owned,
    owner_of,
    stands,
    sweep,
    told_on,
)
from tests.cast import Cast
from tests.support import as_person, as_system, run_jobs

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


async def test_a_case_finds_its_owner_when_somebody_comes(cast: Cast) -> None:
    await nobody_is_there(cast)
    case = await a_case(cast.ada, await a_customer())
    assert case.owner_id is None
    await comes_back(cast.ada)
    assert await owner_of(case) == cast.ada.id
    first, then = await decisions(case)
    assert (first.trigger, first.assignee_id) == ("opened", None)
    assert (then.trigger, then.assignee_id, then.queue) == ("drained", cast.ada.id, case.queue)
    assert recompute(then.facts, then.record).assignee_id == cast.ada.id
    assigned = [row for row in await told_on(case) if row.action == "CaseAssigned"]
    assert [row.actor_name for row in assigned] == ["Escalations"]
    assert [text for text in await notices_to(cast.ada) if case.ref in text] == [f"{case.ref} is yours: {case.title}."]


async def test_what_nobody_could_take_is_decided_once(cast: Cast) -> None:
    await nobody_is_there(cast)
    case = await a_case(cast.ada, await a_customer())
    await run_jobs()
    await sweep()
    assert [decision.trigger for decision in await decisions(case)] == ["opened"]


async def test_who_came_while_it_was_opened_is_given_what_waits_in_its_order(cast: Cast) -> None:
    """Nobody announces that they came, so that only the new case can have them found."""
    await nobody_is_there(cast)
    customer = await a_customer()
    older = await a_case(cast.dora, customer, claimed="B")
    await run_jobs()
    newer = await a_case(cast.dora, customer, claimed="B")
    await stands(cast.ada, presence="available")
    await run_jobs()
    assert [await owner_of(older), await owner_of(newer)] == [cast.ada.id, cast.ada.id]
    assert (await decisions(older))[-1].id < (await decisions(newer))[-1].id


async def test_given_out_by_severity_and_then_by_age(cast: Cast) -> None:
    await nobody_is_there(cast)
    customer = await a_customer()
    came = ["C", "B", "A", "B", "A", "C"]
    cases = [await a_case(cast.dora, customer, claimed=severity) for severity in came]
    await comes_back(cast.ada)
    drained = {(await decisions(case))[-1].id: case.id for case in cases}
    wanted = sorted(cases, key=lambda one: (one.claimed, one.id))
    assert [drained[number] for number in sorted(drained)] == [case.id for case in wanted]


async def test_whoever_has_no_room_is_given_nothing(cast: Cast) -> None:
    await nobody_is_there(cast)
    customer = await a_customer()
    cases = [await a_case(cast.dora, customer, claimed="B") for _ in range(4)]
    await stands(cast.ada, capacity=5)
    await comes_back(cast.ada)
    assert [await owner_of(case) for case in cases] == [cast.ada.id, cast.ada.id, None, None]


@pytest.mark.parametrize("severity", ["A", "C"])
async def test_room_that_is_too_small_for_one_is_used_by_the_next(cast: Cast, severity: str) -> None:
    await nobody_is_there(cast)
    customer = await a_customer()
    first = await a_case(cast.dora, customer, claimed=severity)
    last = await a_case(cast.dora, customer, claimed="C")
    await stands(cast.ada, capacity=1)
    await comes_back(cast.ada)
    assert (await owner_of(first), await owner_of(last)) == (
        (None, cast.ada.id) if severity == "A" else (cast.ada.id, None)
    )


async def test_the_end_of_a_case_makes_room(cast: Cast) -> None:
    held, waiting = await _full(cast)
    await _close(cast, held)
    await run_jobs()
    assert await owner_of(waiting) == cast.ada.id


async def test_a_case_that_waits_for_its_customer_makes_room(cast: Cast) -> None:
    held, waiting = await _full(cast)
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, held.ref, lock=True)
        await wait_for(db, row, "customer", "Please send the log.", now() + timedelta(hours=3), by=cast.ada)
    await run_jobs()
    assert await owner_of(waiting) == cast.ada.id


async def test_more_capacity_makes_room(cast: Cast) -> None:
    _, waiting = await _full(cast)
    async with as_person(cast.dora) as db:
        ada = await person_for(db, cast.ada.ref)
        levels = {"storage": 4}
        plan = RosterPlan.of(ada, levels)
        plan = RosterPlan(**{**vars(plan), "capacity": 9})
        await change_roster(db, ada, plan, version=ada.version, by=cast.dora)
    await run_jobs()
    assert await owner_of(waiting) == cast.ada.id


async def test_a_clearance_brings_what_waits_behind_it(cast: Cast) -> None:
    await nobody_is_there(cast)
    case = await a_case(cast.dora, await a_customer("germany", "Isar Energie"))
    await comes_back(cast.ada)
    assert await owner_of(case) is None
    async with as_person(cast.adam) as db:
        ada = await person_for(db, cast.ada.ref)
        await grant_clearance(db, ada, "germany", now() + timedelta(days=90), "screened", by=cast.adam)
    await run_jobs()
    assert await owner_of(case) == cast.ada.id


async def test_the_beginning_of_a_shift_needs_no_word(cast: Cast) -> None:
    for one in (cast.ben, cast.dora):
        await stands(one, presence="offline")
    await stands(cast.ada, shift_start=8 * 60, shift_end=16 * 60)
    with time_at(MONDAY):
        case = await a_case(cast.ada, await a_customer())
        assert case.owner_id is None
    with time_at(MONDAY + timedelta(minutes=59)):
        assert await sweep() == 0
    with time_at(MONDAY + timedelta(minutes=60)):
        assert await sweep() == 1
        assert await sweep() == 0
    assert await owner_of(case) == cast.ada.id


async def test_nothing_waiting_costs_one_question(cast: Cast) -> None:
    await a_case(cast.ada)
    await run_jobs()
    told: list[str] = []
    async with as_system() as db:
        await db.connection()
        event.listen(engine().sync_engine, "before_cursor_execute", lambda *args: told.append(args[2]))
        assert await drain_queues(db, now()) == 0
    assert len([one for one in told if one.startswith("SELECT EXISTS")]) == len(told) == 1


async def test_who_knows_the_customer_comes_first_among_equals(cast: Cast) -> None:
    customer = await a_customer()
    await owned(cast, cast.ben, customer=customer)
    again = await a_case(cast.dora, customer)
    assert again.owner_id == cast.ben.id
    [decision] = await decisions(again)
    assert decision.facts["familiar"] == [cast.ben.id]


async def test_who_knows_the_customer_holds_nothing_while_away(cast: Cast) -> None:
    customer = await a_customer()
    await owned(cast, cast.ben, customer=customer)
    await stands(cast.ben, presence="offline")
    assert (await a_case(cast.dora, customer)).owner_id == cast.ada.id


async def test_a_case_in_somebodys_hands_is_left_to_them(cast: Cast) -> None:
    await nobody_is_there(cast)
    case = await a_case(cast.ada, await a_customer())
    await stands(cast.ada, presence="available")
    async with as_person(cast.dora) as busy:
        await case_for(busy, cast.dora, case.ref, lock=True)
        assert await asyncio.wait_for(sweep(), 30) == 0
    assert await sweep() == 1


async def test_many_workers_give_out_every_case_once_and_nobody_too_much(cast: Cast) -> None:
    await nobody_is_there(cast)
    customer = await a_customer()
    cases = [await a_case(cast.dora, customer, claimed="ABC"[number % 3]) for number in range(15)]
    for one, capacity in ((cast.ada, 7), (cast.ben, 5)):
        await stands(one, presence="available", capacity=capacity)
    await asyncio.gather(*(sweep() for _ in range(8)))
    held = await in_hand()
    assert held[cast.ada.id] <= 7 and held[cast.ben.id] <= 5
    given = [case for case in cases if await owner_of(case)]
    assert {case.claimed for case in given[:1]} == {"A"}
    for case in given:
        assert [row.action for row in await told_on(case)].count("CaseAssigned") == 1


async def test_new_cases_and_drains_at_once_exceed_nobody(cast: Cast) -> None:
    """Across two boundaries, of which each worker sees only one."""
    await nobody_is_there(cast)
    inside = {"public": await a_customer(), "usgov": await a_customer("usgov", "County Court")}
    for customer in inside.values():
        for _ in range(4):
            await a_case(cast.dora, customer)
    for one in (cast.ada, cast.ben):
        await stands(one, presence="available", capacity=7)

    async def opens(boundary: str) -> int:
        told = NewCase(customer_id=inside[boundary].id, title="Share cannot be mounted", description=STORY, claimed="B")
        async with as_system(boundary) as db:
            return (await open_case(db, told, by=SYSTEM)).id

    await asyncio.gather(*(work(one) for one in inside for work in (sweep, opens) for _ in range(4)))
    for boundary in inside:
        await sweep(boundary)
    held = await in_hand()
    assert held == {cast.ada.id: 6, cast.ben.id: 6}, "as much as they can carry, and no more"


async def _full(cast: Cast) -> tuple[Case, Case]:
    """Ada holds one case and has no room for the one that waits."""
    await nobody_is_there(cast)
    await stands(cast.ada, presence="available", capacity=2)
    customer = await a_customer()
    held = await a_case(cast.dora, customer, claimed="B")
    waiting = await a_case(cast.dora, customer, claimed="B")
    await run_jobs()
    assert (held.owner_id, await owner_of(waiting)) == (cast.ada.id, None)
    return held, waiting


async def _close(cast: Cast, case: Case) -> None:
    async with as_person(cast.dora) as db:
        row = await case_for(db, cast.dora, case.ref, lock=True)
        await close_case(db, row, "fixed", "The key was rotated back.", by=cast.dora)


async def test_a_case_keeps_its_age(cast: Cast) -> None:
    await nobody_is_there(cast)
    case = await a_case(cast.ada, await a_customer())
    await comes_back(cast.ada)
    assert (await as_it_stands(case)).opened_at == case.opened_at
