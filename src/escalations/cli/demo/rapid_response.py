"""What rapid response of the demo world has in hand: engagements in every state, silent customers asked, a pack for the next shift."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from sqlmodel import col, select

from ...cases.models import Case
from ...customers.actions import note_moment
from ...customers.models import Customer
from ...people.models import Person
from ...people.queries import open_boundaries, people
from ...platform.db import Session, transaction
from ...platform.events import SYSTEM
from ...platform.time import now, time_at
from ...rapid_response.actions import (
    Step,
    add_step,
    engage,
    give_update,
    note_contact,
    note_guest,
    request_rapid_response,
    revise_summary,
    stand_down_engagement,
    take_role,
    tick_step,
    write_handover,
)
from ...rapid_response.actions.handing_over import Said
from ...rapid_response.models import Engagement
from ...rapid_response.queries import customer_of, verdict_on
from ...rapid_response.queries.packs import draft_pack
from ...rapid_response.queries.silence import silent_in, unresolved_incidents
from ..sight import everywhere
from .content import content


async def add_rapid_response(random: Random) -> None:
    for step in (_moments, _engagements, _silent_customers, _pack):
        async with transaction(everywhere()) as db:
            await step(db, random)


async def _moments(db: Session, random: Random) -> None:
    for told in content("rapid_response")["moments"]:
        customer = (await db.exec(select(Customer).where(Customer.name == told["customer"]))).one()
        begins = now() + timedelta(hours=told["begins_in_hours"])
        ends = begins + timedelta(hours=told["lasts_hours"])
        await note_moment(db, customer, told["name"], begins, ends, by=SYSTEM)


async def _engagements(db: Session, random: Random) -> None:
    """Of three: one is led, one waits to be taken, one is over."""
    stories = content("rapid_response")["engagements"]
    for case, told in zip(await _eligible(db, len(stories)), stories, strict=False):
        began = max(case.opened_at + timedelta(minutes=5), now() - timedelta(hours=told["began_hours_ago"]))
        with time_at(began):
            engagement = await request_rapid_response(db, case, told["reason"], by=SYSTEM)
        team = [one for one in await _team(db, case.boundary) if one.may("rapid_response")]
        if told["state"] != "requested" and team and engagement.state == "requested":
            await _lead(db, random, case, engagement, team, told)


async def _lead(
    db: Session, random: Random, case: Case, engagement: Engagement, team: Sequence[Person], told: dict[str, Any]
) -> None:
    lead = random.choice(team)
    with time_at(engagement.requested_at + timedelta(minutes=6)):
        await engage(db, case, by=lead)
        for name in told["room"]:
            await note_guest(db, engagement, name["name"], name["side"], by=lead)
        others = [one for one in await _team(db, case.boundary) if one.id != lead.id]
        await take_role(db, engagement, "technical", random.choice(others), by=lead)
    for number, what in enumerate(told["plan"]):
        step = await add_step(db, engagement, Step(what["what"], what["who"], now() + timedelta(hours=number)), by=lead)
        await tick_step(db, engagement, step, what.get("done", False), by=lead)
    for audience in ("customer", "internal"):
        await revise_summary(db, engagement, audience, told[audience], version=0, by=lead)
    with time_at(now() - timedelta(minutes=9)):
        await give_update(db, engagement, now() + timedelta(minutes=45), by=lead)
    if told["state"] == "stood_down":
        await stand_down_engagement(db, engagement, told["note"], told["learned"], by=lead)


async def _silent_customers(db: Session, random: Random) -> None:
    """One of them was asked, the others wait."""
    incidents = await unresolved_incidents(db)
    told = content("rapid_response")["silent"]
    for one in (await silent_in(db, incidents))[: len(told["outcomes"])]:
        incident = next(incident for incident in incidents if incident.id == one.incident_id)
        customer = await db.get_one(Customer, one.customer_id)
        outcome = told["outcomes"].pop(0)
        await note_contact(
            db, incident, customer, how="phone", whom=told["whom"], outcome=outcome, note=told["note"], by=SYSTEM
        )


async def _pack(db: Session, random: Random) -> None:
    """The one with the most of it hands over to a colleague."""
    team = [one for one in await _team(db, "public") if one.may("rapid_response")]
    drafts = [(await draft_pack(db, one, "public"), one) for one in team]
    draft, giver = max(drafts, key=lambda pair: len(pair[0].lines))
    receiver = next(one for one in await _team(db, "public") if one.id != giver.id and one.may("rapid_response"))
    told = content("rapid_response")["pack"]
    said = {
        line.case.id: Said(random.choice(told["actions"]), random.choice(told["hypotheses"])) for line in draft.lines
    }
    if said:
        await write_handover(db, giver, receiver, "public", said, told["note"], by=giver)


async def _team(db: Session, boundary: str) -> list[Person]:
    workers = [one for one in await people(db) if one.may("work_cases")]
    return [one for one in workers if boundary in await open_boundaries(db, one)]


async def _eligible(db: Session, count: int) -> list[Case]:
    """One case of each customer."""
    severe = select(Case).where(Case.severity != "C", col(Case.closed_at).is_(None), Case.boundary == "public")
    found: dict[int, Case] = {}
    for case in (await db.exec(severe.order_by(col(Case.severity), col(Case.id)).limit(400))).all():
        if case.customer_id not in found and (await verdict_on(db, await customer_of(db, case), case)).ok:
            found[case.customer_id] = case
        if len(found) == count:
            break
    return list(found.values())
