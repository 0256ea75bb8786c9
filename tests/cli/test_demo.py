"""A small demo world holds every promise that the large one does: what is written whole must be as true as what was lived."""

import asyncpg
from sqlmodel import select

from escalations.cases.models import RoutingDecision
from escalations.catalog.loading import catalogue
from escalations.cli.demo.loading import is_loaded, load_demo
from escalations.clocks.ledger import due_from_ledger
from escalations.clocks.models import Clock
from escalations.clocks.policies import clock_policies
from escalations.clocks.queries import ledgers_of
from escalations.platform.db import Scope, transaction
from escalations.routing.deciding import recompute


async def test_the_demo_world_is_true(connected: None, admin: asyncpg.Connection) -> None:
    assert not await is_loaded()
    await load_demo(open_cases=12, closed_cases=40)
    assert await is_loaded()
    await _decisions_can_be_made_again()
    await _due_times_follow_from_their_ledgers()
    assert await admin.fetch("SELECT * FROM dead_end_case") == []
    untold = "SELECT id FROM support_case c WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.thread = 'case/' || c.id)"
    assert await admin.fetch(untold) == [], "every case has its events"
    lonely = "SELECT 1 FROM support_case WHERE boundary = 'germany' AND owner_id IS NULL AND severity = 'A' AND closed_at IS NULL"
    assert await admin.fetch(lonely), "one case that nobody cleared is on shift for"
    states = {row[0] for row in await admin.fetch("SELECT DISTINCT state FROM escalation")}
    assert {"submitted", "accepted", "returned", "resolved"} <= states


async def _decisions_can_be_made_again() -> None:
    async with transaction(Scope.system(*catalogue().boundaries)) as db:
        decisions = (await db.exec(select(RoutingDecision))).all()
        assert len(decisions) >= 52
        for decision in decisions:
            again = recompute(decision.record)
            assert (again.queue, again.assignee_id, again.reasons) == (
                decision.queue,
                decision.assignee_id,
                decision.reasons,
            )


async def _due_times_follow_from_their_ledgers() -> None:
    async with transaction(Scope.system(*catalogue().boundaries)) as db:
        clocks = (await db.exec(select(Clock))).all()
        ledgers = await ledgers_of(db, [clock.id for clock in clocks])
        for clock in clocks:
            reading = due_from_ledger(ledgers[clock.id], clock_policies().calendars)
            told = (reading.state, reading.due_at, reading.breached_at, reading.satisfied_at)
            assert (clock.state, clock.due_at, clock.breached_at, clock.satisfied_at) == told, clock.id
