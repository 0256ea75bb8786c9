"""The ten rules of how clocks are kept, one test each."""

from datetime import UTC, datetime, timedelta

import pytest

from escalations.cases.actions import (
    add_customer_message,
    add_note,
    change_severity,
    close_case,
    reopen_case,
    reply_to_customer,
    wait_for,
)
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.clocks.actions import merge_clocks, pause_clock, start_clock
from escalations.clocks.attribution import attribution
from escalations.clocks.models import Clock, ClockEvent
from escalations.clocks.policies import Target, clock_policies
from escalations.clocks.queries import clocks_of_case, open_clock, reading_of
from escalations.clocks.sweeps import sweep_changed_hours, sweep_clocks
from escalations.platform.db import Session
from escalations.platform.errors import Refused
from escalations.platform.time import time_at
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, as_system

from .moments import MONDAY, later
from .test_classic_bugs_of_cases import HELLO
from .truth import recompute_every_clock, told


async def opened(cast: Cast, **facts: object) -> Case:
    with time_at(MONDAY):
        return await a_case(cast.ada, **facts)


async def held(db: Session, cast: Cast, case: Case) -> Case:
    return await case_for(db, cast.ada, case.ref, lock=True)


async def clock_of(db: Session, case: Case, kind: str) -> Clock:
    return next(clock for clock in reversed(await clocks_of_case(db, case.id)) if clock.kind == kind)


async def test_1_a_clock_is_a_row_and_its_due_time_a_cache_of_append_only_entries(cast: Cast) -> None:
    case = await opened(cast)
    async with as_system() as db:
        clock = await clock_of(db, case, "first_response")
        assert (clock.policy_version, clock.calendar, clock.started_at) == ("2026-07-01", "berlin@2025-10-01", MONDAY)
        assert ClockEvent.__table__.info["append_only"]  # type: ignore[attr-defined]
        assert await recompute_every_clock(db) == 2


async def test_2_time_passes_on_the_instant_line_in_an_iana_zone(cast: Cast) -> None:
    """Two business hours from 17:30 in Berlin, on the Friday before the clocks there are set back."""
    with time_at(datetime(2026, 10, 23, 15, 30, tzinfo=UTC)):
        case = await a_case(cast.ada)
    assert case.due_at == datetime(2026, 10, 26, 9, 30, tzinfo=UTC)


async def test_3_a_first_response_never_pauses(cast: Cast) -> None:
    case = await opened(cast)
    with time_at(later(minutes=10)):
        async with as_person(cast.ada) as db:
            mine = await held(db, cast, case)
            await wait_for(db, mine, "customer", "Which share is it?", later(days=1), by=cast.ada)
            response = await clock_of(db, case, "first_response")
            assert response.state == "running"
            with pytest.raises(Refused, match="does not stand still"):
                await pause_clock(db, response, "customer", by=cast.ada)


async def test_4_the_customers_message_counts_from_when_it_was_received(cast: Cast) -> None:
    case = await opened(cast)
    with time_at(later(minutes=10)):
        async with as_person(cast.ada) as db:
            mine = await held(db, cast, case)
            await reply_to_customer(db, mine, HELLO, by=cast.ada)
            await wait_for(db, mine, "customer", "Did it help?", later(days=1), by=cast.ada)
    with time_at(later(hours=3)):
        async with as_person(cast.ada) as db:
            mine = await held(db, cast, case)
            await add_customer_message(db, mine, "No.", at=later(hours=2), by=cast.ada)
            reading = await reading_of(db, await clock_of(db, case, "next_update"))
            assert (mine.turn, reading.segments[-1].end) == ("us", later(hours=2))


async def test_5_only_a_human_reply_satisfies_a_response(cast: Cast) -> None:
    case = await opened(cast)
    with time_at(later(minutes=10)):
        async with as_person(cast.ada) as db:
            mine = await held(db, cast, case)
            await add_note(db, mine, "Looks like the key was changed.", by=cast.ada)
            await change_severity(db, mine, "claimed", "A", "they said so on the phone", by=cast.ada)
            assert (await clock_of(db, case, "first_response")).state == "running"
            await reply_to_customer(db, mine, HELLO, by=cast.ada)
            assert (await clock_of(db, case, "first_response")).state == "satisfied"


async def test_6_severity_up_is_never_due_later_and_down_carries_the_time_used(cast: Cast) -> None:
    case = await opened(cast)
    with time_at(later(minutes=30)):
        async with as_person(cast.ada) as db:
            mine = await held(db, cast, case)
            was = mine.due_at
            await change_severity(
                db, mine, "assessed", "A", "production is down", always_contact_id=mine.contact_id, by=cast.ada
            )
            assert mine.due_at == min(was, later(minutes=90))
            resolution = await reading_of(db, await clock_of(db, case, "resolution"))
            assert (resolution.target, resolution.used) == (timedelta(hours=16), timedelta(minutes=30))
            await change_severity(db, mine, "assessed", "C", "a way around was found", ground="workaround", by=cast.ada)
            response = await reading_of(db, await clock_of(db, case, "first_response"))
            assert (response.target, response.left) == (timedelta(hours=4), timedelta(hours=3, minutes=30))


async def test_7_a_reopened_case_goes_on_with_its_resolution_and_owes_a_word(cast: Cast) -> None:
    case = await opened(cast)
    with time_at(later(hours=2)):
        async with as_person(cast.ada) as db:
            await close_case(db, await held(db, cast, case), "fixed", "The secret was renewed.", by=cast.ada)
    with time_at(later(days=1)):
        async with as_person(cast.ada) as db:
            await reopen_case(db, await held(db, cast, case), "it came back", by=cast.ada)
    async with as_system() as db:
        resolution = await reading_of(db, await clock_of(db, case, "resolution"), later(days=1))
        assert (resolution.state, resolution.used) == ("running", timedelta(hours=2))
        assert attribution(resolution, clock_policies().calendars)["resolved"] == timedelta(hours=22)
        assert (await clock_of(db, case, "next_update")).started_at == later(days=1)


async def test_8_a_merge_takes_the_earliest_due_time_of_each_kind(cast: Cast) -> None:
    with time_at(later(minutes=-40)):
        other = await a_case(cast.ada, await a_customer(name="Quay Foods"))
    case = await opened(cast)
    async with as_person(cast.ada) as db:
        earliest = (await clock_of(db, other, "first_response")).due_at
        await merge_clocks(db, case.id, other.id, by=cast.ada, at=later(minutes=5))
        assert (await open_clock(db, case.id, "first_response")).due_at == earliest
        ended = [clock for clock in await clocks_of_case(db, other.id) if clock.kind == "first_response"]
        assert [(clock.state, clock.why) for clock in ended] == [("cancelled", "merged")]
        merged = await held(db, cast, other)
        merged.closed_at = later(minutes=5)


async def test_9_a_new_calendar_version_keeps_the_time_used_and_leaves_ended_clocks_alone(cast: Cast) -> None:
    september = datetime(2025, 9, 30, 10, tzinfo=UTC)
    target = Target(1200, "berlin", "1")
    with time_at(september):
        case = await a_case(cast.ada)
        async with as_person(cast.ada) as db:
            await reply_to_customer(db, await held(db, cast, case), HELLO, by=cast.ada)
            await start_clock(db, case.id, "public", "resolution", target, at=september, by=cast.ada)
    async with as_system() as db:
        await sweep_changed_hours(db, september + timedelta(days=1))
        running, ended = await clock_of(db, case, "resolution"), await clock_of(db, case, "first_response")
        assert (running.calendar, await told(db, running)) == ("berlin@2025-10-01", ["started", "carried_over"])
        assert (await reading_of(db, running)).used == timedelta(hours=6)
        assert (ended.calendar, ended.state) == ("berlin@2015-01-01", "satisfied")


async def test_10_warnings_are_shares_of_business_time_told_once(cast: Cast) -> None:
    """Two business hours: three quarters are used after 90 minutes, nine tenths after 108."""
    case = await opened(cast)
    for minutes in (89, 90, 91, 107, 108, 109):
        async with as_system() as db:
            await sweep_clocks(db, later(minutes=minutes))
    async with as_system() as db:
        clock = await clock_of(db, case, "first_response")
        assert await told(db, clock) == ["started", "warned", "warned"]
        assert clock.wake_at == clock.due_at == later(hours=2)
