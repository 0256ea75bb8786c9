"""Cases go to product groups, and what the groups make of them."""

from dataclasses import replace
from datetime import datetime, timedelta

import asyncpg

from bench.day.stage import BEGINS, ESCALATIONS, HOURS, Day
from escalations.cases.queries import case_for
from escalations.catalog.loading import catalogue
from escalations.people.models import Person
from escalations.product_groups.actions import (
    accept_escalation,
    acknowledge_escalation,
    answer_group,
    ask_support,
    escalate_case,
    mark_duplicate,
    mitigate_escalation,
    resolve_escalation,
    return_escalation,
    transfer_escalation,
)
from escalations.product_groups.checklist import Brief
from escalations.product_groups.queries import escalation_for

LAST_AT = HOURS - 4
CODES = ("missing_info", "wrong_group", "by_design", "known_issue", "needs_repro")
_BRIEF = Brief(
    reason="defect_suspected", asked="Why does it fail where the same call worked the day before?", business_impact="Their shops cannot print since 06:00 UTC.",
    tried="Repeated from another machine and another network: the same.", environment="One region, one subscription",
)  # fmt: skip
_READY = """SELECT c.*, p.id AS engineer FROM support_case c JOIN person p ON p.id = c.owner_id
WHERE c.closed_at IS NULL AND c.turn = 'us' AND c.first_answered_at IS NOT NULL AND c.product IS NOT NULL AND p.presence <> 'offline'
  AND NOT EXISTS (SELECT FROM escalation_case e WHERE e.case_id = c.id) ORDER BY c.severity, c.id LIMIT 40"""
_OPEN = """SELECT e.*, q.id AS question, (SELECT p.id FROM person p JOIN support_case c ON c.owner_id = p.id WHERE c.id = e.case_id) AS owner
FROM escalation e LEFT JOIN escalation_question q ON q.escalation_id = e.id AND q.ended_at IS NULL WHERE e.closed_at IS NULL ORDER BY e.id"""


async def escalate(day: Day) -> None:
    """As many as should have gone out by this hour, evenly over the day."""
    passed = (day.at - BEGINS) / timedelta(hours=1)
    wanted = min(ESCALATIONS, int(ESCALATIONS * passed / LAST_AT))
    ready = await day.admin.fetch(_READY) if (sent := await _sent(day)) < wanted else []
    for row in day.random.sample(ready, min(len(ready), wanted - sent)):
        engineer = day.staff.by_id(row["engineer"])
        group = catalogue().product_group_for(row["product"], row["family"])
        known = dict.fromkeys(group.needs_for(row["product"], _BRIEF.reason), "as attached")
        async with day.acting(engineer) as db:
            case = await case_for(db, engineer, f"C-{row['id']}", lock=True)
            await escalate_case(db, case, group.key, replace(_BRIEF, answers=known), by=engineer)


async def _sent(day: Day) -> int:
    return int(await day.admin.fetchval("SELECT count(*) FROM escalation"))


async def decide(day: Day) -> None:
    """One step for each escalation whose time has come; slow groups are late."""
    for row in await day.admin.fetch(_OPEN):
        engineer = day.staff.groups[row["product_group"]][row["id"] % 2]
        if row["question"] is not None:
            await _answer(day, row)
        elif row["state"] in ("submitted", "transferred"):
            if _passed(day, row["opened_at"], 10 + 40 * day.fate(row["id"], "seen")):
                await _one(day, engineer, row, "see")
        elif row["state"] == "acknowledged":
            if _passed(day, row["acknowledged_at"], 15 + 60 * day.fate(row["id"], "taken")):
                await _triage(day, engineer, row)
        elif row["state"] == "accepted" and _passed(day, row["accepted_at"], 60 + 200 * day.fate(row["id"], "solved")):
            await _one(day, engineer, row, "mitigate" if day.fate(row["id"], "fate") > 0.9 else "resolve")


async def _triage(day: Day, engineer: Person, row: asyncpg.Record) -> None:
    luck = day.fate(row["id"], "fate")
    if luck < 0.25:
        await _one(day, engineer, row, "return")
    elif luck < 0.32 and not await _was_asked(day, row):
        await _one(day, engineer, row, "ask")
    elif luck < 0.38 and not await _was_moved(day, row):
        await _one(day, engineer, row, "transfer")
    elif luck < 0.44:
        await _double(day, engineer, row)
    else:
        await _one(day, engineer, row, "accept")


async def _one(day: Day, engineer: Person, row: asyncpg.Record, what: str) -> None:
    async with day.acting(engineer) as db:
        escalation = await escalation_for(db, engineer, f"E-{row['id']}")
        match what:
            case "see":
                await acknowledge_escalation(db, escalation, by=engineer)
            case "accept":
                await accept_escalation(db, escalation, by=engineer)
            case "ask":
                await ask_support(db, escalation, "From which address does it fail?", by=engineer)
            case "return":
                code = CODES[row["id"] % len(CODES)]
                need = "time_range" if code == "missing_info" else None
                await return_escalation(db, escalation, code, "This is what we go by.", missing_need=need, by=engineer)
            case "transfer":
                other = "compute" if row["product_group"] != "compute" else "storage_platform"
                await transfer_escalation(db, escalation, other, "The error comes from below us.", by=engineer)
            case "mitigate":
                until = day.at + timedelta(days=3)
                await mitigate_escalation(db, escalation, "Restart the node pool once.", until, by=engineer)
            case "resolve":
                await resolve_escalation(db, escalation, "A rollout was taken back.", by=engineer)


async def _double(day: Day, engineer: Person, row: asyncpg.Record) -> None:
    """Of an older one of the same group and cloud, if there is one to be the duplicate of; else it is taken on."""
    same = "SELECT min(id) FROM escalation WHERE product_group = $1 AND boundary = $2 AND id < $3 AND closed_at IS NULL"
    older = await day.admin.fetchval(same, row["product_group"], row["boundary"], row["id"])
    if older is None:
        await _one(day, engineer, row, "accept")
        return
    async with day.acting(engineer) as db:
        of = await escalation_for(db, engineer, f"E-{older}")
        await mark_duplicate(
            db, await escalation_for(db, engineer, f"E-{row['id']}"), of, "The same trace.", by=engineer
        )


async def _answer(day: Day, row: asyncpg.Record) -> None:
    if row["owner"] is None or not day.chance(0.4):
        return
    owner = day.staff.by_id(row["owner"])
    async with day.acting(owner) as db:
        await answer_group(db, await escalation_for(db, owner, f"E-{row['id']}"), "From 10.0.0.4 only.", by=owner)


async def _was_asked(day: Day, row: asyncpg.Record) -> bool:
    return bool(
        await day.admin.fetchval("SELECT count(*) FROM escalation_question WHERE escalation_id = $1", row["id"])
    )


async def _was_moved(day: Day, row: asyncpg.Record) -> bool:
    return bool(
        await day.admin.fetchval("SELECT count(*) FROM escalation_transfer WHERE escalation_id = $1", row["id"])
    )


def _passed(day: Day, since: datetime, minutes: float) -> bool:
    return day.at - since >= timedelta(minutes=minutes)
