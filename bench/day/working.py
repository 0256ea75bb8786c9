"""What support engineers do with the cases that are theirs: answer, promise, ask, judge, send on, close."""

from datetime import timedelta

import asyncpg

from bench.day.stage import Day
from bench.day.stories import REPLIES
from escalations.cases.actions import (
    add_note,
    change_severity,
    close_case,
    reply_to_customer,
    transfer_case,
    wait_for,
)
from escalations.cases.models import Case
from escalations.cases.queries import case_for, newest_entry
from escalations.people.models import Person
from escalations.platform.db import Session

AT_ONCE = 5
"""Cases that one engineer gets to in twenty minutes."""
_MINE = """SELECT c.*, (SELECT count(*) FROM case_entry e WHERE e.case_id = c.id AND e.kind = 'reply') AS replies,
  (SELECT min(due_at) FROM clock k WHERE k.case_id = c.id AND k.kind = 'promise' AND k.state = 'running') AS promised
FROM support_case c WHERE c.owner_id = $1 AND c.closed_at IS NULL AND c.turn IN ('us', 'close_the_loop')
  AND c.snoozed_until IS NULL ORDER BY (c.first_answered_at IS NOT NULL AND c.severity <> 'A'), c.due_at NULLS LAST, c.id LIMIT 12"""


async def work(day: Day, person: Person, most: int = AT_ONCE) -> None:
    done = 0
    for row in await day.admin.fetch(_MINE, person.id):
        if done < most and await _step(day, person, row):
            done += 1


async def look_at_new(day: Day, person: Person) -> None:
    """Whatever else there is to do, nobody leaves a new critical case alone."""
    for row in await day.admin.fetch(_MINE, person.id):
        if row["severity"] == "A" and row["first_answered_at"] is None:
            await _reply(day, person, row)


async def _step(day: Day, person: Person, row: asyncpg.Record) -> bool:
    if row["first_answered_at"] is None:
        await _reply(day, person, row)
    elif row["promised"] is not None and not _slips(day, row):
        if row["promised"] > day.at + timedelta(minutes=30):
            return False
        await _reply(day, person, row)
    elif row["promised"] is None:
        await _go_on(day, person, row)
    return row["promised"] is None or not _slips(day, row)


def _slips(day: Day, row: asyncpg.Record) -> bool:
    """Of a hundred promises a dozen are forgotten for three quarters of an hour, and a few until the case is closed."""
    luck, late = day.fate(row["id"] * 100 + row["replies"], "promise"), day.at - row["promised"]
    if luck < 0.05:
        return bool(late < timedelta(hours=3))
    return bool(luck < 0.17 and late < timedelta(minutes=45))


async def _reply(day: Day, person: Person, row: asyncpg.Record) -> None:
    hours = 1 if row["severity"] == "A" else day.random.choice((2, 3, 4))
    promises = day.chance(0.6 if row["severity"] == "A" else 0.2)
    async with day.acting(person) as db:
        case = await _mine(db, person, row)
        until = day.at + timedelta(hours=hours) if promises else None
        text = REPLIES[min(row["replies"], len(REPLIES) - 1)]
        await reply_to_customer(db, case, text, by=person, last_seen=await newest_entry(db, case), next_update=until)


async def _go_on(day: Day, person: Person, row: asyncpg.Record) -> None:
    luck = day.random.random()
    if (row["replies"] >= 2 and luck < 0.7) or row["turn"] == "close_the_loop":
        await _close(day, person, row)
    elif luck < 0.8:
        await _ask(day, person, row)
    elif luck < 0.82 and row["transfers"] == 0:
        await _send_on(day, person, row)
    elif luck < 0.87:
        await _judge(day, person, row)
    elif luck < 0.91:
        async with day.acting(person) as db:
            await add_note(db, await _mine(db, person, row), "The trace shows nothing new.", by=person)
    else:
        await _reply(day, person, row)


async def _ask(day: Day, person: Person, row: asyncpg.Record) -> None:
    async with day.acting(person) as db:
        until = day.at + timedelta(hours=day.random.choice((3, 5, 8)))
        question = "Since when, and from which machines?"
        await wait_for(db, await _mine(db, person, row), "customer", question, until, by=person)


async def _close(day: Day, person: Person, row: asyncpg.Record) -> None:
    """The customer is told first, in the same breath."""
    async with day.acting(person) as db:
        case = await _mine(db, person, row)
        await reply_to_customer(
            db, case, "It works again on our side as well.", by=person, last_seen=await newest_entry(db, case)
        )
        resolution = day.random.choice(("fixed", "workaround", "customer_config", "by_design"))
        await close_case(db, case, resolution, "It works again.", by=person)


async def _send_on(day: Day, person: Person, row: asyncpg.Record) -> None:
    elsewhere = "networking" if row["queue"] != "networking" else "storage"
    async with day.acting(person) as db:
        await transfer_case(
            db, await _mine(db, person, row), elsewhere, "finding", "The trace ends elsewhere.", by=person
        )


async def _judge(day: Day, person: Person, row: asyncpg.Record) -> None:
    became, ground = {"A": ("B", "mitigated"), "B": ("A", ""), "C": ("B", "")}[row["severity"]]
    async with day.acting(person) as db:
        case = await _mine(db, person, row)
        contact = case.contact_id if became == "A" else None
        await change_severity(
            db, case, "assessed", became, "What we see by now.", by=person, ground=ground, always_contact_id=contact
        )


async def _mine(db: Session, person: Person, row: asyncpg.Record) -> Case:
    return await case_for(db, person, f"C-{row['id']}", lock=True)
