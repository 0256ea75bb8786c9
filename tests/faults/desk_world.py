"""Escalations in every open state, engagements, an alarm and incidents, in the hands of people who are about to leave."""

from dataclasses import dataclass, replace
from datetime import timedelta

import asyncpg

from escalations.cases.models import Case
from escalations.cases.queries.merged import case_itself
from escalations.incidents.actions import mitigate_incident
from escalations.incidents.models import Incident
from escalations.incidents.queries import incident_for
from escalations.people.actions import disable_person
from escalations.people.models import Person
from escalations.people.queries import person_for
from escalations.platform.time import now
from escalations.product_groups.actions import (
    accept_escalation,
    acknowledge_escalation,
    ask_support,
    escalate_case,
    mitigate_escalation,
    snooze_escalation,
    transfer_escalation,
)
from escalations.product_groups.checklist import WHY_THIS_GROUP
from escalations.product_groups.models import Escalation
from escalations.product_groups.queries import escalation_for
from escalations.rapid_response.models import Engagement
from escalations.spikes.models import SpikeAlarm
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.incidents.scenes import an_incident
from tests.product_groups.builders import BRIEF, an_escalation
from tests.rapid_response.builders import another_of_rapid_response
from tests.rapid_response.scenes import an_engagement
from tests.spikes.scenes import an_alarm
from tests.support import as_person, run_jobs

from .files import Files

STATES = ("submitted", "acknowledged", "snoozed", "accepted", "asked", "mitigated", "transferred")


@dataclass
class Desk:
    cast: Cast
    admin: asyncpg.Connection
    files: Files
    escalations: dict[str, Escalation]
    led: tuple[Case, Engagement]
    requested: tuple[Case, Engagement]
    alarm: SpikeAlarm
    incident: Incident
    mitigated: Incident


async def set_the_scene(cast: Cast, admin: asyncpg.Connection, files: Files) -> Desk:
    await another_of_rapid_response()
    escalations = {state: await _escalation_in(cast, state) for state in STATES}
    alarm = await an_alarm(cast.ada)
    incident, mitigated = await an_incident(cast.dora), await an_incident(cast.dora, title="Queues are slow")
    async with as_person(cast.dora) as db:
        found = await incident_for(db, cast.dora, mitigated.ref, lock=True)
        await mitigate_incident(db, found, "It is taken back.", by=cast.dora)
    led = await an_engagement(cast, name="Nordhavn Rail")
    requested = await an_engagement(cast, name="Quay Clinics", taken=False)
    await run_jobs()
    return Desk(cast, admin, files, escalations, led, requested, alarm, incident, mitigated)


async def _escalation_in(cast: Cast, state: str) -> Escalation:
    customer = await a_customer(name=f"Customer {state}")
    case = await a_case(cast.ada, customer, title=f"A share, {state}", product="azure_files")
    escalation = await an_escalation(cast, case)
    async with as_person(cast.pia) as db:
        found, pia = await escalation_for(db, cast.pia, escalation.ref), cast.pia
        match state:
            case "acknowledged" | "snoozed":
                await acknowledge_escalation(db, found, by=pia)
                if state == "snoozed":
                    until = now() + timedelta(minutes=20)
                    await snooze_escalation(db, found, until, "after the rollout", by=pia)
            case "accepted" | "asked":
                await accept_escalation(db, found, by=pia)
                if state == "asked":
                    await ask_support(db, found, "From which address?", by=pia)
            case "mitigated":
                await mitigate_escalation(db, found, "Mount it anew.", now() + timedelta(days=2), by=pia)
            case "transferred":
                await transfer_escalation(db, found, "compute", "The host refuses it.", by=pia)
    return escalation


async def escalate_to_the_heir(desk: Desk) -> None:
    """The group that would inherit has one of the same case already."""
    first = desk.escalations["accepted"]
    async with as_person(desk.cast.ada) as db:
        case = await case_itself(db, first.case_ref, lock=True)
        brief = replace(BRIEF, answers={**BRIEF.answers, WHY_THIS_GROUP: "They own the host below."})
        await escalate_case(db, case, "compute", brief, by=desk.cast.ada)


async def disable(desk: Desk, person: Person) -> None:
    async with as_person(desk.cast.adam) as db:
        await disable_person(db, await person_for(db, person.ref), by=desk.cast.adam)
