"""Promise 1 under attack: people, teams, shifts, groups, products, clearances, rules and skills vanish; nothing is ever stranded."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from escalations.cases.actions import merge_cases, snooze_case, wait_for
from escalations.cases.actions.rehoming import rehome_cases
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.cases.queries.merged import case_itself
from escalations.cases.sweeps import tend_queues
from escalations.catalog.loading import catalogue
from escalations.people.actions import disable_person, revoke_clearance
from escalations.people.models import Person
from escalations.people.queries import clearances_of, person_for
from escalations.platform.time import now, time_at
from escalations.schedule import sweep_everywhere
from tests.builders import a_case, a_customer
from tests.cases.crew import BOUNDARIES, goes_away, stands
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of, run_jobs

from . import files
from .files import Files, changing

ABLE = ("support_engineer", "duty_lead", "rapid_response")
LEADS = ("duty_lead", "administrator")


@dataclass
class World:
    cast: Cast
    admin: asyncpg.Connection
    files: Files
    cases: list[Case]


@pytest.fixture
async def world(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> AsyncIterator[World]:
    """Open cases in every state: owned, waiting, asleep, asked of a product group, merged, in three clouds."""
    customer = await a_customer()
    cases = [await a_case(cast.ada, customer, claimed=severity) for severity in "ABC"]
    cases += [await a_case(cast.ada, customer, title=f"Story {number}") for number in range(4)]
    for boundary in ("usgov", "germany"):
        cases.append(await a_case(cast.dora if boundary == "germany" else cast.ada, await a_customer(boundary)))
    async with as_person(cast.ada) as db:
        held = [await case_for(db, cast.ada, case.ref, lock=True) for case in cases[3:7]]
        later = now() + timedelta(days=2)
        await wait_for(db, held[0], "customer", "Which region is it?", later, by=cast.ada)
        await snooze_case(db, held[1], now() + timedelta(minutes=20), "until they are back", by=cast.ada)
        await wait_for(db, held[2], "product_group", "Is the fix out?", later, by=cast.ada)
        await merge_cases(db, held[0], [held[3]], "They are one.", by=cast.ada)
    await run_jobs()
    with changing(tmp_path / "rules") as lost:
        yield World(cast, admin, lost, cases)


async def _disable(world: World, person: Person) -> None:
    async with as_person(world.cast.adam) as db:
        await disable_person(db, await person_for(db, person.ref), by=world.cast.adam)


async def disable_an_owner(world: World) -> None:
    await _disable(world, world.cast.ada)


async def disable_another(world: World) -> None:
    await _disable(world, world.cast.ben)


async def end_every_shift(world: World) -> None:
    for person in (world.cast.ada, world.cast.ben, world.cast.cleo):
        await stands(person, shift_days=[])


async def everybody_leaves(world: World) -> None:
    for person in (world.cast.ada, world.cast.ben, world.cast.rex):
        await goes_away(person)


async def expire_clearances(world: World) -> None:
    people = [world.cast.ada.id, world.cast.cleo.id, world.cast.dora.id]
    await world.admin.execute(
        "UPDATE clearance SET expires_at = now() - interval '1 second' WHERE person_id = ANY ($1) AND boundary <> 'public'",
        people,
    )


async def revoke_a_clearance(world: World) -> None:
    async with as_person(world.cast.adam) as db:
        mine = (await clearances_of(db, [world.cast.ben.id])).get(world.cast.ben.id, [])
        for clearance in mine:
            if clearance.is_open(now()):
                await revoke_clearance(db, clearance, by=world.cast.adam)


async def delete_a_specialty(world: World) -> None:
    await world.admin.execute("DELETE FROM specialty WHERE family = 'storage'")


async def delete_a_team(world: World) -> None:
    world.files.lose(files.without_queue)


async def retire_a_product(world: World) -> None:
    world.files.lose(files.without_product)


async def retire_a_product_group(world: World) -> None:
    world.files.lose(files.without_product_group)


async def drop_the_rules(world: World) -> None:
    world.files.lose(files.without_rules)


Fault = Callable[[World], Awaitable[None]]
FAULTS: list[Fault] = [
    disable_an_owner, disable_another, end_every_shift, everybody_leaves, expire_clearances, revoke_a_clearance, delete_a_specialty,
    delete_a_team, retire_a_product, retire_a_product_group, drop_the_rules,
]  # fmt: skip


async def settles(at_least: int = 2) -> None:
    """What the running program does within a minute."""
    for _ in range(at_least):
        await run_jobs()
        await sweep_everywhere(now())


async def nothing_is_stranded(world: World) -> None:
    for row in await world.admin.fetch("SELECT viewname FROM pg_views WHERE viewname LIKE 'dead_end_%'"):
        assert await world.admin.fetch(f"SELECT * FROM {row['viewname']}") == [], row["viewname"]
    for case in await world.admin.fetch("SELECT * FROM support_case WHERE closed_at IS NULL"):
        assert case["queue"] in catalogue().queues, f"C-{case['id']} stands in a queue that is not there"
        assert await _somebody_can_act(world, case), f"C-{case['id']} has nobody"


_CLEARED = """SELECT p.id, p.role FROM person p JOIN clearance c ON c.person_id = p.id WHERE p.disabled_at IS NULL AND c.boundary = $1
  AND c.revoked_at IS NULL AND c.granted_at <= now() AND c.expires_at > now()"""


async def _somebody_can_act(world: World, case: asyncpg.Record) -> bool:
    """Its owner, or whoever works its queue; where that is nobody, whoever can clear somebody was told or finds it on the page."""
    cleared = {row["id"]: row["role"] for row in await world.admin.fetch(_CLEARED, case["boundary"])}
    if case["owner_id"] is not None:
        return cleared.get(case["owner_id"]) in ABLE
    if any(role in catalogue().queues[case["queue"]].roles for role in cleared.values()):
        return True
    return any(role in LEADS for role in cleared.values())


async def every_page_of_it_opens(world: World) -> None:
    async with browser_of(world.cast.adam) as adam:
        for case in world.cases:
            answer = await adam.get(f"/cases/{case.ref}")
            assert answer.status_code in (200, 303), answer.text
        for url in ("/dead-ends", "/queues"):
            assert (await adam.get(url)).status_code == 200


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
async def test_nothing_is_stranded_by(world: World, fault: Fault) -> None:
    await fault(world)
    await settles()
    await nothing_is_stranded(world)
    await every_page_of_it_opens(world)


@pytest.mark.parametrize("seed", range(4))
async def test_nothing_is_stranded_by_one_after_the_other(world: World, seed: int) -> None:
    for fault in random.Random(seed).sample(FAULTS, 5):
        await fault(world)
        await settles(1)
        await nothing_is_stranded(world)
    await settles()
    await nothing_is_stranded(world)


async def test_what_was_caught_is_told_with_from_where_to_why_and_when(world: World) -> None:
    await disable_an_owner(world)
    await delete_a_team(world)
    await settles()
    async with browser_of(world.cast.dora) as dora:
        html = (await dora.get("/dead-ends")).text
    assert 'id="caught-cases"' in html and "Ada no longer works on cases" in html
    assert ("the queue left the rule files" in html and "Unclear" in html) or "riage" in html


async def test_a_lost_queue_is_left_once_and_its_owner_stays(world: World) -> None:
    case = await case_of(world, world.cases[0])
    await delete_a_team(world)
    async with as_system() as db:
        assert await rehome_cases(db, now()) > 0
        assert await rehome_cases(db, now()) == 0
    there = await case_of(world, case)
    assert (there.queue, there.owner_id, there.due_at) == ("triage", case.owner_id, case.due_at)


async def test_where_no_lead_is_cleared_an_administrator_hears_of_it(world: World) -> None:
    german = next(case for case in world.cases if case.boundary == "germany")
    await expire_clearances(world)
    await settles(1)
    with time_at(now() + timedelta(days=3)):
        async with as_system("germany") as db:
            await tend_queues(db, now())
    told = await world.admin.fetch("SELECT person_id FROM notice WHERE thread = $1", german.thread)
    assert world.cast.adam.id in {row["person_id"] for row in told}


async def case_of(world: World, case: Case) -> Case:
    async with as_system(*BOUNDARIES) as db:
        return await case_itself(db, case.ref)
