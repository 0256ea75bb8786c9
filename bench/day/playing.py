"""The day, twenty minutes at a time, and one more hour in which the last packs are acknowledged."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import asyncpg

from bench.day import arriving, escalating, handing_over, merging, responding, troubles, working
from bench.day.customers import sign_up
from bench.day.people import GOVERNMENT, Shift, hire
from bench.day.stage import BEGINS, HOURS, STEP, Day
from escalations.platform.time import time_at
from escalations.schedule import DUTIES, Duty
from tests.sweeping import swept_where_due

MERGED_AT = (5, 9, 13, 15, 20)
"""Hours in which a lead sees two cases that are one; after the second the lead thinks again."""
AfterHour = Callable[[Day, int], Awaitable[None]]
CLOUDS = ("public", GOVERNMENT)
STEP_MINUTES = int(STEP.total_seconds() // 60)


async def open_stage(admin: asyncpg.Connection) -> Day:
    """Into a database that is migrated and empty."""
    with time_at(BEGINS):
        return Day(admin=admin, staff=await hire(), customers=await sign_up())


async def play(day: Day, after_hour: AfterHour) -> None:
    waiting, number, last = arriving.arrivals(day), 0, dict[Duty, object]()
    for minute in range(0, (HOURS + 1) * 60 + STEP_MINUTES, STEP_MINUTES):
        day.at = max(day.at, BEGINS + timedelta(minutes=minute))
        while waiting and waiting[0] < minute + STEP_MINUTES:
            waiting.pop(0)
            number += 1
            await arriving.arrive(day, number)
        await day.run_jobs()
        await _change_shifts(day, minute)
        await _work(day, minute)
        await day.run_jobs()
        await _pass_time(day, last)
        await _look_again(day, minute)
        if minute % 60 == 60 - STEP_MINUTES:
            await after_hour(day, minute // 60 + 1)


def _shift_at(day: Day, minute: int) -> Shift:
    return day.staff.on_shift(minute / 60)


async def _change_shifts(day: Day, minute: int) -> None:
    shift = _shift_at(day, minute)
    begins = shift.begins * 60 if minute < HOURS * 60 else HOURS * 60
    late = shift is day.staff.shifts[2]
    if minute == begins:
        await handing_over.come(day, day.still(shift.leads if late else shift.everyone))
    elif late and minute == troubles.NOT_THERE.stop:
        await handing_over.come(day, day.still(shift.everyone))
    if minute == begins + STEP_MINUTES and minute > STEP_MINUTES:
        before = day.staff.shifts[day.staff.shifts.index(shift) - 1]
        await handing_over.come(day, day.still(before.everyone), "offline")


async def _work(day: Day, minute: int) -> None:
    shift = _shift_at(day, minute)
    if minute == troubles.GONE_AT:
        await troubles.team_gone(day)
    if minute in (hour * 60 for hour in MERGED_AT):
        await merging.merge(day, shift.leads[0])
    if minute == 9 * 60 + 40:
        await merging.take_apart(day, shift.leads[0])
    await troubles.incident(day, minute, shift.leads[0])
    await arriving.answer_us(day)
    there = [] if minute in troubles.NOT_THERE else day.still(shift.engineers)
    rapid = [] if minute in troubles.NOT_THERE else shift.rapid
    most = handing_over.IN_PASSING if minute < HOURS * 60 else handing_over.FIRST_OF_ALL
    await handing_over.acknowledge(day, [*there, *rapid, *shift.leads], most)
    await handing_over.step_in(day, shift.leads[0])
    for person in (*shift.leads, *there):
        await working.work(day, person)
    await escalating.escalate(day)
    await escalating.decide(day)
    await responding.ask(day)
    await responding.respond(day, rapid)
    if minute == shift.ends * 60 - STEP_MINUTES:
        await handing_over.write_packs(day, shift, day.staff.after(shift))


async def _pass_time(day: Day, last: dict[Duty, object]) -> None:
    """As the schedule does: each duty once for each occasion. Nobody has a case in the other clouds that day."""
    with time_at(day.at):
        for duty in DUTIES:
            occasion = duty.occasion(day.at)
            if last.get(duty) != occasion:
                await swept_where_due(duty, day.at, CLOUDS)
                last[duty] = occasion
    await day.run_jobs()


async def _look_again(day: Day, minute: int) -> None:
    """What the sweeps gave out, and what the incident seems to have hit."""
    shift = _shift_at(day, minute)
    await troubles.confirm(day, minute, shift.leads[0])
    there = [] if minute in troubles.NOT_THERE else day.still(shift.engineers)
    for person in (*shift.leads, *there):
        await working.look_at_new(day, person)
    await day.run_jobs()
