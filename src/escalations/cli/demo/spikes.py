"""Customers of the demo world who wrote at once: one spike to judge, one that became an incident, one that was none."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from ...cases.actions import open_case
from ...coverage.queries import people_on_duty
from ...coverage.queries.duty import LEAD
from ...incidents.actions import mitigate_incident, resolve_incident
from ...people.models import Person
from ...platform.db import Scope, Session, nothing_to_record, transaction
from ...platform.events import SYSTEM
from ...platform.time import now, time_at
from ...spikes.actions import promote_alarm, reject_alarm
from ...spikes.models import SpikeAlarm
from ...spikes.proposing import proposed
from ...spikes.queries import known_members, open_alarms
from ...spikes.sweeps import sweep_spikes
from ..sight import everywhere
from .content import content, product_key
from .present import answer
from .stories import accounts_of, tell

BOUNDARY = "public"
NOTHING_IN_COMMON = "Different products, different errors: these cases have nothing in common."


async def add_spikes(random: Random) -> None:
    """Each is noticed by the sweep at its own moment, as it would have been."""
    for told in content("spikes")["spikes"]:
        began = now() - timedelta(hours=told["hours_ago"])
        async with transaction(everywhere()) as db:
            await _customers_write(db, random, told, began)
        noticed = began + timedelta(minutes=told["within_minutes"])
        with time_at(noticed):
            async with transaction(Scope.system(BOUNDARY)) as db:
                await sweep_spikes(db, noticed)
                await _judge(db, told, noticed)
    async with transaction(Scope.system(BOUNDARY)) as db:
        nothing_to_record(db, "there may be nothing to set aside")
        await _set_aside(db)


async def _set_aside(db: Session) -> None:
    """The open cases of the demo world came closer together than its past; a lead has looked at what that raised."""
    mine = {told["family"] for told in content("spikes")["spikes"] if told["becomes"] == "open"}
    await sweep_spikes(db, now())
    for lead in (await people_on_duty(db, LEAD, BOUNDARY))[:1]:
        for alarm in await open_alarms(db):
            if alarm.family not in mine:
                await reject_alarm(db, alarm, "coincidence", NOTHING_IN_COMMON, by=lead)


async def _customers_write(db: Session, random: Random, told: dict[str, Any], began: datetime) -> None:
    accounts = [account for account in await accounts_of(db) if account.customer.boundary == BOUNDARY]
    template = random.choice([case for case in content("cases")["cases"] if case["family"] == told["family"]])
    for number, (title, account) in enumerate(
        zip(told["titles"], random.sample(accounts, len(told["titles"])), strict=True)
    ):
        at = began + timedelta(minutes=(number + random.random()) * told["within_minutes"] / len(told["titles"]))
        worded = template | {"titles": [title], "descriptions": [told["text"]], "severity": [told["severity"]]}
        story = tell(random, account, at, worded | {"error_codes": told["error_codes"]})
        new = replace(story.new, product=product_key(told["product"]), region=told["region"], around_the_clock=False)
        with time_at(at):
            case = await open_case(db, replace(new, problem_started_at=began - timedelta(minutes=9)), by=SYSTEM)
        if told["becomes"] != "open":
            owner = await db.get_one(Person, case.owner_id) if case.owner_id else SYSTEM
            await answer(db, case, story.turns[0].text, at + timedelta(minutes=20), by=owner)


async def _judge(db: Session, told: dict[str, Any], noticed: datetime) -> None:
    alarm = next((one for one in await open_alarms(db) if one.family == told["family"]), None)
    leads = await people_on_duty(db, LEAD, BOUNDARY)
    if alarm is None or not leads:
        return
    with time_at(noticed + timedelta(minutes=7)):
        if told["becomes"] == "rejected":
            await reject_alarm(db, alarm, told["kind"], told["reason"], by=leads[0])
        elif told["becomes"] == "promoted":
            await _become_incident(db, alarm, told, leads[0])


async def _become_incident(db: Session, alarm: SpikeAlarm, told: dict[str, Any], lead: Person) -> None:
    incident = await promote_alarm(
        db, alarm, proposed(alarm, await known_members(db, alarm)), alarm.evidence["cases"], by=lead
    )
    with time_at(now() + timedelta(minutes=95)):
        await mitigate_incident(db, incident, "The ring was taken out of rotation; sign-ins work again.", by=lead)
    with time_at(now() + timedelta(hours=26)):
        await resolve_incident(db, incident, told["root_cause"], by=lead)
