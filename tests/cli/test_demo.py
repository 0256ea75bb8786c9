"""A small demo world holds every promise that the large one does: what is written whole must be as true as what was lived."""

from datetime import UTC, datetime

import asyncpg
from sqlmodel import col, select

from escalations.cases.actions.accounting import account_for_time
from escalations.cases.models import Case, CaseTime, RoutingDecision
from escalations.cases.queries.past_decisions import Period, past_decisions
from escalations.catalog.loading import catalogue
from escalations.cli.demo.loading import is_loaded, load_demo
from escalations.clocks.ledger import due_from_ledger
from escalations.clocks.models import Clock
from escalations.clocks.policies import clock_policies
from escalations.clocks.queries import ledgers_of
from escalations.platform.db import Scope, nothing_to_record, transaction
from escalations.platform.time import now
from escalations.routing.backtesting import Backtest, contradiction
from escalations.routing.deciding import recompute
from escalations.routing.rule_files import rule_set


async def test_the_demo_world_is_true(connected: None, admin: asyncpg.Connection) -> None:
    assert not await is_loaded()
    await load_demo(open_cases=12, closed_cases=40)
    assert await is_loaded()
    await _decisions_can_be_made_again()
    await _the_rules_decide_as_they_did()
    await _due_times_follow_from_their_ledgers()
    await _times_of_closed_cases_follow_from_their_trails()
    assert await admin.fetch("SELECT * FROM dead_end_case") == []
    untold = "SELECT id FROM support_case c WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.thread = 'case/' || c.id)"
    assert await admin.fetch(untold) == [], "every case has its events"
    lonely = "SELECT 1 FROM support_case WHERE boundary = 'germany' AND owner_id IS NULL AND severity = 'A' AND closed_at IS NULL"
    assert await admin.fetch(lonely), "one case that nobody cleared is on shift for"
    states = {row[0] for row in await admin.fetch("SELECT DISTINCT state FROM escalation")}
    assert {"submitted", "accepted", "returned", "resolved"} <= states
    spikes = {row[0] for row in await admin.fetch("SELECT DISTINCT state FROM spike_alarm WHERE level = 'alarm'")}
    assert {"open", "promoted", "rejected"} <= spikes


async def _decisions_can_be_made_again() -> None:
    async with transaction(Scope.system(*catalogue().boundaries)) as db:
        decisions = (await db.exec(select(RoutingDecision))).all()
        assert len(decisions) >= 52
        for decision in decisions:
            again = recompute(decision.facts, decision.record)
            assert (again.queue, again.assignee_id, again.reasons) == (
                decision.queue,
                decision.assignee_id,
                decision.reasons,
            )


async def _the_rules_decide_as_they_did() -> None:
    backtest, replayed = Backtest(rule_set()), 0
    async with transaction(Scope.system(*catalogue().boundaries)) as db:
        async for batch in past_decisions(db, Period(datetime(2000, 1, 1, tzinfo=UTC), now())):
            assert [wrong for past in batch if (wrong := contradiction(past, backtest))] == []
            assert [move for past in batch if (move := backtest.replay(past))] == []
            replayed += len(batch)
    assert replayed >= 52


async def _due_times_follow_from_their_ledgers() -> None:
    async with transaction(Scope.system(*catalogue().boundaries)) as db:
        clocks = (await db.exec(select(Clock))).all()
        ledgers = await ledgers_of(db, [clock.id for clock in clocks])
        for clock in clocks:
            reading = due_from_ledger(ledgers[clock.id], clock_policies().calendars)
            told = (reading.state, reading.due_at, reading.breached_at, reading.satisfied_at)
            assert (clock.state, clock.due_at, clock.breached_at, clock.satisfied_at) == told, clock.id


async def _times_of_closed_cases_follow_from_their_trails() -> None:
    async with transaction(Scope.system(*catalogue().boundaries)) as db:
        nothing_to_record(db, "they are worked out again to be compared")
        written = {row.case_id: row.model_dump() for row in (await db.exec(select(CaseTime))).all()}
        told_once = col(Case.closed_at).is_not(None) & col(Case.merged_into_id).is_(None)
        closed = (await db.exec(select(Case).where(told_once))).all()
        assert {case.id for case in closed} == set(written)
        db.expunge_all()
        for case in closed:
            await account_for_time(db, case)
        again = {row.case_id: row.model_dump() for row in (await db.exec(select(CaseTime))).all()}
    assert again == written
    assert any(row["customer"] for row in written.values()) and any(row["us"] for row in written.values())
