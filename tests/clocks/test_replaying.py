"""Replaying the rules of then says what was recorded; other rules say what they would have changed."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from escalations.cases.actions import (
    add_customer_message,
    change_severity,
    close_case,
    reopen_case,
    reply_to_customer,
    wait_for,
)
from escalations.cases.actions.retiming import sweep_changed_policy
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.cases.queries.past_clocks import Span, past_clocks
from escalations.clocks.models import Clock
from escalations.clocks.policies import UNDER_POLICY, Terms, clock_policies
from escalations.clocks.proposals import Proposal, proposed_calendars, proposed_policy
from escalations.clocks.readings import Entry
from escalations.clocks.replaying import PastClock, Replay, Replayer
from escalations.clocks.rule_files import RuleText
from escalations.clocks.sweeps import sweep_changed_hours, sweep_clocks
from escalations.platform.db import Scope
from escalations.platform.errors import Refused
from escalations.platform.time import time_at
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, as_system

from .test_classic_bugs_of_cases import HELLO
from .test_proposals import CALENDARS, FOLDER, POLICY

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
LATE = datetime(2026, 12, 31, tzinfo=UTC)
B = Terms(severity="B", plan="prodirect", zone="Europe/Berlin")


def proposal(text: str = POLICY) -> Proposal:
    return proposed_policy(clock_policies(), RuleText("mine.toml", text))


def past(*then: Entry, kind="first_response", minutes=120, calendar="berlin@2025-10-01", terms=B) -> PastClock:
    begun = Entry(what="started", at=MONDAY, minutes=minutes, calendar=calendar, policy="2026-07-01")
    return PastClock(1, 12, kind, "storage", (begun, *then), lambda _at: terms)


def met(minutes: int) -> Entry:
    return Entry(what="satisfied", at=MONDAY + timedelta(minutes=minutes))


def outcome(clock: PastClock, text: str = POLICY):
    found = Replayer(proposal(text)).outcome(clock, LATE)
    return found.then, found.under


SHORTER = POLICY.replace('B = { first_response = "2 h', 'B = { first_response = "1 h')
LONGER = POLICY.replace('B = { first_response = "2 h', 'B = { first_response = "3 h')


def test_the_same_policy_changes_nothing():
    assert [outcome(past(met(minutes))) for minutes in (90, 120, 121)] == [(False, False), (False, False), (True, True)]


def test_a_shorter_target_breaches_and_a_longer_one_saves():
    assert outcome(past(met(90)), SHORTER) == (False, True)
    assert outcome(past(met(150)), LONGER) == (True, False)


def test_a_pause_of_then_stays():
    pause = [
        Entry(what="paused", at=MONDAY + timedelta(minutes=30), why="customer"),
        Entry(what="resumed", at=MONDAY + timedelta(hours=5)),
    ]
    longer = POLICY.replace('next_update = "9 h', 'next_update = "1 h')
    clock = past(*pause, met(325), kind="next_update", minutes=540)
    assert outcome(clock, longer) == (False, False)


def test_what_had_been_known_otherwise_then_is_worked_out_from_the_target():
    """Recorded for a covered customer, whose cover has ended since."""
    clock = past(met(20), minutes=15, calendar="always@2000-01-01", terms=Terms(severity="A", plan="standard"))
    assert outcome(clock) == (True, True)
    slower = POLICY.replace('A = { first_response = "15 min', 'A = { first_response = "30 min')
    assert outcome(clock, slower) == (True, False)


def test_a_target_that_no_policy_gave_stays():
    assert outcome(past(met(20), minutes=17), SHORTER) == (True, True)


def test_what_is_promised_no_more_is_counted_apart():
    without = POLICY.replace(', resolution = "45 h, business"', "")
    replayer, replay = Replayer(proposal(without)), Replay()
    replay.add(replayer.outcome(past(met(12000), kind="resolution", minutes=2700), LATE))
    assert (replay.unpromised, replay.total.then, replay.total.under, replay.total.saved) == (1, 1, 0, 1)


def test_other_hours_count_as_if_they_had_always_been_in_force():
    """Open until noon only: an hour is left when it closes, and the answer came in the afternoon."""
    replayer = Replayer(proposed_calendars(clock_policies(), RuleText("calendars.toml", CALENDARS + "\n" + NEW_HOURS)))
    reading = replayer.read(past(met(60)), LATE)
    assert reading is not None and reading.due_at == datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


NEW_HOURS = """[[calendar]]
key = "berlin"
name = "Mornings"
zone = "Europe/Berlin"
since = 2027-01-01
serves = ["Europe/"]
hours = { "mon-fri" = ["09:00-12:00"] }
"""


def test_days_off_of_the_past_stay_off_under_new_hours():
    hours = NEW_HOURS.replace('["09:00-12:00"]', '["09:00-18:00"]')
    replayer = Replayer(proposed_calendars(clock_policies(), RuleText("calendars.toml", CALENDARS + hours)))
    eve = datetime(2026, 5, 13, 15, 30, tzinfo=UTC)
    begun = Entry(what="started", at=eve, minutes=60, calendar="berlin@2025-10-01", policy="2023-07-01")
    reading = replayer.read(PastClock(1, 1, "first_response", "storage", (begun,), lambda _at: B), LATE)
    assert reading is not None and reading.due_at == datetime(2026, 5, 15, 7, 30, tzinfo=UTC), (
        "Ascension Day lies between"
    )


def test_sums_by_every_trait():
    replayer, replay = Replayer(proposal(SHORTER)), Replay()
    for minutes in (50, 90, 130):
        replay.add(replayer.outcome(past(met(minutes)), LATE))
    total = replay.total
    assert (total.clocks, total.then, total.under, total.newly, total.saved) == (3, 1, 2, 1, 0)
    assert {trait: list(counts) for trait, counts in replay.by.items()} == {
        "family": ["storage"],
        "plan": ["prodirect"],
        "severity": ["B"],
        "kind": ["first_response"],
    }
    assert replay.newly_late == [(12, "first_response")]


class TestARealPast:
    """Cases that were answered, raised, lowered, closed and reopened at random, across a change of the hours."""

    @pytest.mark.parametrize("version", ["2023-07-01", "2026-07-01"])
    async def test_the_policy_of_then_reproduces_every_recorded_breach(self, cast: Cast, version: str) -> None:
        began = {
            "2023-07-01": datetime(2025, 9, 27, 6, tzinfo=UTC),
            "2026-07-01": datetime(2026, 11, 12, 6, tzinfo=UTC),
        }
        end = await self._live(cast, began[version])
        file = RuleText.of(FOLDER / f"policy-{version}.toml")
        replayer, replay = Replayer(proposed_policy(clock_policies(), file)), Replay()
        recorded = await _recorded_breaches()
        replayed: dict[int, bool] = {}
        with time_at(end):
            async for _, clocks in past_clocks(
                Scope.system("public"), Span(began[version], end + timedelta(seconds=1))
            ):
                for clock in clocks:
                    found = replayer.outcome(clock, end)
                    replayed[clock.id] = bool(found.under)
                    replay.add(found)
        assert replayed == recorded
        assert (replay.total.newly, replay.total.saved, replay.unpromised) == (0, 0, 0)
        assert 0 < replay.total.then < replay.total.clocks

    async def _live(self, cast: Cast, began: datetime) -> datetime:
        choose, at = random.Random(7), began
        covered = await a_customer(covered=True)
        cases: list[Case] = []
        for _ in range(30):
            at += timedelta(minutes=choose.randint(20, 400))
            with time_at(at):
                async with as_system() as db:
                    await sweep_changed_hours(db, at)
                    await sweep_changed_policy(db, at)
                    while await sweep_clocks(db, at):
                        continue
                if len(cases) < 4 or choose.random() < 0.1:
                    severity, plan = choose.choice("ABC"), choose.choice(["standard", "prodirect", "premier"])
                    customer = (
                        covered if choose.random() < 0.3 else await a_customer(name=f"Firm {len(cases)}", plan=plan)
                    )
                    cases.append(
                        await a_case(cast.ada, customer, claimed=severity, around_the_clock=choose.random() < 0.3)
                    )
                else:
                    await _do_something(cast, choose, choose.choice(cases), at)
        return at


async def _recorded_breaches() -> dict[int, bool]:
    async with as_system() as db:
        query = select(Clock.id, Clock.breached_at).where(col(Clock.kind).in_(UNDER_POLICY))
        return {clock_id: breached_at is not None for clock_id, breached_at in (await db.exec(query)).all()}


async def _do_something(cast: Cast, choose: random.Random, case: Case, at: datetime) -> None:
    async with as_person(cast.ada) as db:
        mine = await case_for(db, cast.ada, case.ref, lock=True)
        verbs = [
            lambda: reply_to_customer(db, mine, HELLO, by=cast.ada),
            lambda: wait_for(db, mine, "customer", "Did it help?", at + timedelta(hours=5), by=cast.ada),
            lambda: add_customer_message(db, mine, "It did not.", by=cast.ada),
            lambda: change_severity(
                db,
                mine,
                "assessed",
                choose.choice("ABC"),
                "it looks different now",
                ground="less_impact",
                always_contact_id=mine.contact_id,
                by=cast.ada,
            ),
            lambda: close_case(db, mine, "fixed", "The secret was renewed.", by=cast.ada),
            lambda: reopen_case(db, mine, "it came back", by=cast.ada),
        ]
        try:
            await choose.choice(verbs)()
        except Refused:
            db.sync_session.info["recorded"] = "nothing happened"
