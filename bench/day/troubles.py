"""What goes wrong that day: an incident, a team that is gone at once, a shift that does not come."""

from datetime import timedelta

from bench.day.arriving import REGION
from bench.day.stage import Day
from escalations.incidents.accounts import Account
from escalations.incidents.actions import (
    confirm_all_suggested,
    declare_incident,
    mitigate_incident,
    post_update,
    resolve_incident,
)
from escalations.incidents.queries import incident_for
from escalations.people.actions import disable_person
from escalations.people.models import Person
from escalations.people.queries import person_for

GONE_AT, NOT_THERE = 10 * 60 + 20, range(16 * 60, 18 * 60)
"""Minutes after the beginning: when three engineers of the middle shift are disabled at once, and while nobody of the west is there."""
DECLARED, MITIGATED, RESOLVED = 11 * 60 + 40, 14 * 60 + 40, 15 * 60 + 40


async def team_gone(day: Day) -> None:
    for person in day.staff.shifts[1].engineers[:3]:
        async with day.acting(day.staff.admin) as db:
            await disable_person(db, await person_for(db, person.ref), by=day.staff.admin)
        day.gone.add(person.id)


async def incident(day: Day, minute: int, lead: Person) -> None:
    """Declared when the cases have been coming for forty minutes, told of every hour, then over."""
    if minute == DECLARED:
        await _declare(day, lead)
    elif DECLARED < minute < MITIGATED and minute % 60 == 0:
        async with day.acting(lead) as db:
            await post_update(
                db, await incident_for(db, lead, "I-1", lock=True), f"Being taken back, {minute}.", by=lead
            )
    elif minute == MITIGATED:
        async with day.acting(lead) as db:
            await mitigate_incident(db, await incident_for(db, lead, "I-1", lock=True), "It is taken back.", by=lead)
    elif minute == RESOLVED:
        async with day.acting(lead) as db:
            await resolve_incident(
                db, await incident_for(db, lead, "I-1", lock=True), "A rollout without a canary.", by=lead
            )


async def confirm(day: Day, minute: int, lead: Person) -> None:
    if DECLARED <= minute < MITIGATED:
        async with day.acting(lead) as db:
            await confirm_all_suggested(db, await incident_for(db, lead, "I-1", lock=True), by=lead)


async def _declare(day: Day, lead: Person) -> None:
    account = Account(
        title="File shares in West Europe cannot be mounted", summary="A rollout to the storage front ends refuses mounts.", severity="A",
        started_at=day.at - timedelta(minutes=50), families=["storage"], products=["azure_files"], regions=[REGION],
    )  # fmt: skip
    async with day.acting(lead) as db:
        await declare_incident(db, "public", account, by=lead)
