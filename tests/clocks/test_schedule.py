"""When sweeps run, and that they run until nothing is left."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Select, literal, literal_column, select

from escalations import schedule
from escalations.cases.models import Case
from escalations.catalog.loading import catalogue
from escalations.clocks.queries import clocks_of_case
from escalations.clocks.sweeps import sweep_changed_hours, sweep_clocks
from escalations.platform.db import Session
from escalations.platform.due import boundaries_due
from escalations.schedule import DUTIES, HOURLY, Duty, sweep_everywhere
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_system

from .truth import told

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


def test_clocks_are_looked_at_in_every_tick():
    duty = next(duty for duty in DUTIES if duty.sweep is sweep_clocks)
    assert duty.drains and duty.occasion(NOON) != duty.occasion(NOON + timedelta(seconds=5))


def test_changed_hours_when_the_hour_or_the_files_change(monkeypatch):
    duty = next(duty for duty in DUTIES if duty.sweep is sweep_changed_hours)
    assert duty.every == HOURLY
    assert duty.occasion(NOON) == duty.occasion(NOON + timedelta(minutes=59, seconds=59))
    assert duty.occasion(NOON) != duty.occasion(NOON + timedelta(hours=1))
    before = duty.occasion(NOON)

    class Changed:
        hash = "another"

    monkeypatch.setattr("escalations.schedule.clock_policies", lambda: Changed)
    assert duty.occasion(NOON) != before


async def test_a_tick_runs_on_until_nothing_is_due(cast: Cast, case: Case) -> None:
    customer = await a_customer(name="Quay Foods")
    for _ in range(4):
        await a_case(cast.ada, customer)

    async def two_at_a_time(db: Session, at: datetime) -> int:
        return await sweep_clocks(db, at, limit=2)

    late = datetime(2027, 12, 1, tzinfo=UTC)
    assert await sweep_everywhere(late, [Duty(two_at_a_time, drains=True)]) == 9
    assert await sweep_everywhere(late, [Duty(two_at_a_time, drains=True)]) == 0
    async with as_system() as db:
        (response, _) = await clocks_of_case(db, case.id)
        assert await told(db, response) == ["started", "breached"]


async def test_only_what_is_due_is_swept_and_where(cast: Cast, case: Case) -> None:
    duty = next(duty for duty in DUTIES if duty.sweep is sweep_clocks)
    assert await boundaries_due({duty.name: duty.due}, ["public", "usgov"], case.opened_at) == {duty.name: frozenset()}
    late = datetime(2027, 12, 1, tzinfo=UTC)
    assert await boundaries_due({duty.name: duty.due}, ["public", "usgov"], late) == {duty.name: {"public"}}
    assert await boundaries_due({duty.name: duty.due}, ["usgov"], late) == {duty.name: frozenset()}
    assert await boundaries_due({"ever": lambda at: None, "never": lambda at: []}, ["public"], late) == {
        "ever": {"public"},
        "never": frozenset(),
    }


async def gone_to(monkeypatch: pytest.MonkeyPatch, due: Select[Any], times: int) -> list[tuple[str, ...]]:
    """Where a tick goes for a sweep that is due like this, up to so many times."""
    stop, went = asyncio.Event(), list[tuple[str, ...]]()

    async def sweep(db: Session, at: datetime) -> int:
        went.append(db.sync_session.info["scope"].boundaries)
        if len(went) == times:
            stop.set()
        return 0

    monkeypatch.setattr(schedule, "DUTIES", (Duty(sweep, due=lambda at: [due]),))
    await asyncio.wait_for(schedule.tick(stop), 60)
    return went


async def test_a_tick_goes_where_something_is_due_and_nowhere_else(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await gone_to(monkeypatch, select(literal("usgov")), 1) == [("usgov",)]


async def test_where_it_cannot_be_asked_all_is_swept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    every = [(boundary,) for boundary in catalogue().boundaries]
    assert await gone_to(monkeypatch, select(literal_column("no_such_thing")), len(every)) == every
