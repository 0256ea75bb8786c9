"""Rapid response: asked for, taken, kept up with updates, stood down."""

from datetime import timedelta

import asyncpg

from bench.day.stage import Day
from escalations.cases.queries import case_for
from escalations.people.models import Person
from escalations.rapid_response.actions import (
    Step,
    add_step,
    engage,
    give_update,
    request_rapid_response,
    stand_down_engagement,
)
from escalations.rapid_response.queries import engagement_for

_CANDIDATES = """SELECT c.id, c.owner_id FROM support_case c JOIN customer u ON u.id = c.customer_id JOIN person p ON p.id = c.owner_id
WHERE c.closed_at IS NULL AND c.severity = 'A' AND u.cover_until IS NOT NULL AND c.first_answered_at IS NOT NULL AND p.presence <> 'offline'
  AND NOT EXISTS (SELECT FROM engagement_case e WHERE e.case_id = c.id) ORDER BY c.id"""
_WAITING = """SELECT e.id, e.boundary, (SELECT min(m.case_id) FROM engagement_case m WHERE m.engagement_id = e.id AND m.left_at IS NULL) AS case_id
FROM engagement e WHERE e.state = 'requested' ORDER BY e.id"""
_LED = """SELECT e.id, e.taken_at, r.person_id, p.due_at, EXISTS (SELECT FROM engagement_case m JOIN support_case c ON c.id = m.case_id
    WHERE m.engagement_id = e.id AND m.left_at IS NULL AND c.closed_at IS NULL) AS alive
FROM engagement e JOIN engagement_role r ON r.engagement_id = e.id AND r.role = 'lead' AND r.laid_down_at IS NULL
JOIN engagement_promise p ON p.engagement_id = e.id AND p.ended_at IS NULL WHERE e.state = 'engaged' ORDER BY e.id"""


async def ask(day: Day) -> None:
    for row in await day.admin.fetch(_CANDIDATES):
        if day.fate(row["id"], "rapid") < 0.9:
            owner = day.staff.by_id(row["owner_id"])
            async with day.acting(owner) as db:
                case = await case_for(db, owner, f"C-{row['id']}", lock=True)
                await request_rapid_response(db, case, "Their shops stand still.", by=owner)


async def respond(day: Day, there: list[Person]) -> None:
    """`there` are those of rapid response who are in the house."""
    for row in await day.admin.fetch(_WAITING):
        if there and row["case_id"] is not None:
            await _take(day, there[row["id"] % len(there)], row)
    for row in await day.admin.fetch(_LED):
        lead = next((one for one in there if one.id == row["person_id"]), None)
        if lead is not None:
            await _lead(day, lead, row)


async def _take(day: Day, person: Person, row: asyncpg.Record) -> None:
    async with day.acting(person) as db:
        await engage(db, await case_for(db, person, f"C-{row['case_id']}", lock=True), by=person)
        engagement = await engagement_for(db, person, f"RR-{row['id']}", lock=True)
        await add_step(db, engagement, Step("Find out what changed at midnight."), by=person)


async def _lead(day: Day, person: Person, row: asyncpg.Record) -> None:
    over = not row["alive"] or day.at - row["taken_at"] > timedelta(hours=5)
    if not over and row["due_at"] > day.at + timedelta(minutes=20):
        return
    if (
        not over
        and day.fate(row["id"], f"update {row['due_at']}") < 0.1
        and day.at < row["due_at"] + timedelta(minutes=30)
    ):
        return
    async with day.acting(person) as db:
        engagement = await engagement_for(db, person, f"RR-{row['id']}", lock=True)
        if over:
            await stand_down_engagement(db, engagement, "It is calm again.", "Ask for the trace at once.", by=person)
        else:
            await give_update(db, engagement, day.at + timedelta(minutes=60), by=person)
