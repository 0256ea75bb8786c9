"""What a spike needs around it: a boundary that is known for weeks, and customers who write at once."""

from datetime import datetime, timedelta

import asyncpg

from escalations.cases.models import Case
from escalations.people.models import Person
from escalations.platform.time import now, time_at
from escalations.spikes.models import SpikeAlarm
from escalations.spikes.queries import closed_alarms, open_alarms
from escalations.spikes.sweeps import sweep_spikes
from tests.builders import a_case, a_customer
from tests.support import as_system

REGIONS = {"public": "westeurope", "usgov": "usgovvirginia", "germany": "germanycentral", "france": "francecentral"}
ALARM = 6
"""So many customers within ten minutes are an alarm where hardly anybody wrote before."""


async def a_known_boundary(by: Person, boundary: str = "public") -> None:
    """Its records begin a month ago."""
    with time_at(now() - timedelta(days=30)):
        await a_case(by, await a_customer(boundary, f"First of {boundary}"), family="storage", region=REGIONS[boundary])


WRITTEN = """INSERT INTO support_case SELECT (jsonb_populate_record(c, jsonb_build_object(
    'id', nextval('support_case_id_seq'), 'opened_at', at, 'closed_at', at, 'queued_at', at, 'changed_at', at, 'assigned_at', NULL))).*
  FROM generate_series($1::timestamptz, $2::timestamptz, $3::interval) at, support_case c WHERE c.id = (SELECT min(id) FROM support_case)"""


async def usual(admin: asyncpg.Connection, every: timedelta) -> None:
    """Since two months somebody writes that often at all hours: the first case again, closed at once."""
    await admin.execute(WRITTEN, now() - timedelta(days=60), now() - timedelta(days=1), every)


async def rush(
    by: Person, customers: int = ALARM, boundary: str = "public", within: int = 10, **told: object
) -> list[Case]:
    """So many customers within the last minutes, each for the first time."""
    usual = {
        "family": "storage",
        "product": "azure_files",
        "region": REGIONS[boundary],
        "title": "Mount of the share ends in a timeout",
    }
    cases = []
    for number in range(customers):
        with time_at(now() - timedelta(minutes=within - number * (within - 1) / customers)):
            customer = await a_customer(boundary, f"Rush {boundary} {number} {now():%f}")
            cases.append(await a_case(by, customer, **{**usual, **told}))
    return cases


async def sweep(at: datetime | None = None, boundary: str = "public") -> int:
    with time_at(at or now()):
        async with as_system(boundary) as db:
            return await sweep_spikes(db, now())


async def standing(boundary: str = "public") -> list[SpikeAlarm]:
    async with as_system(boundary) as db:
        return await open_alarms(db)


async def past(boundary: str = "public") -> list[SpikeAlarm]:
    async with as_system(boundary) as db:
        return list(await closed_alarms(db))


async def an_alarm(by: Person, boundary: str = "public", **told: object) -> SpikeAlarm:
    await a_known_boundary(by, boundary)
    await rush(by, boundary=boundary, **told)
    await sweep(boundary=boundary)
    (alarm,) = await standing(boundary)
    return alarm
