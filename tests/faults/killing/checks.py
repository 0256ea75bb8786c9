"""What must be true after every kill, once things have had their minute to settle."""

import asyncio
import re
import time
from collections import Counter

import asyncpg

from tests.faults.killing.load import Ledger
from tests.faults.killing.stage import Stage

SETTLED_WITHIN = 60.0
MARK = re.compile(r"[a-z]+-mark-\d+-end")


async def settle(there: Stage) -> float:
    """Seconds until no job waits and every mail and work item is out."""
    began = time.monotonic()
    connection = await asyncpg.connect(there.admin_url)
    try:
        while waiting := await connection.fetchval(_UNDONE):
            if time.monotonic() - began > SETTLED_WITHIN:
                jobs = [tuple(row) for row in await connection.fetch(_WAITING)]
                raise AssertionError(f"{waiting} things still wait after a minute; of them jobs: {jobs}")
            await asyncio.sleep(0.25)
    finally:
        await connection.close()
    return time.monotonic() - began


_WAITING = """SELECT status::text, entrypoint, attempts, payload::text, execute_after - now() AS due, now() - heartbeat AS silent FROM pgqueuer
WHERE status IN ('queued', 'picked') ORDER BY id LIMIT 20"""
_UNDONE = """SELECT (SELECT count(*) FROM pgqueuer WHERE status IN ('queued', 'picked'))
  + (SELECT count(*) FROM outgoing_mail WHERE state = 'waiting') + (SELECT count(*) FROM tracker_item WHERE synced_at IS NULL AND coalesce(leased_until, now()) <= now())"""
"""A work item under way when its worker died is looked for again after three minutes, so that none is made twice."""


async def everything_holds(there: Stage, ledger: Ledger) -> tuple[list[str], float]:
    """What is wrong, in words; nothing, it is to be hoped. And after how many seconds the index was found to equal the database."""
    connection = await asyncpg.connect(there.admin_url)
    try:
        wrong = await nothing_lost(connection, ledger)
        wrong += await nothing_stuck(connection)
        wrong += await nothing_twice_outside(connection, there, ledger)
    finally:
        await connection.close()
    wrong += await clocks_agree(there)
    told, seconds = await index_agrees(there)
    return wrong + told, seconds


async def nothing_lost(connection: asyncpg.Connection, ledger: Ledger) -> list[str]:
    found: Counter[str] = Counter()
    for row in await connection.fetch(_TEXTS):
        found.update(set(MARK.findall(row["text"])))
    acknowledged = set().union(*ledger.acknowledged.values())
    lost = sorted(mark for mark in acknowledged if not found[mark])
    twice = sorted(mark for mark, times in found.items() if times > 1)
    return [f"acknowledged and lost: {lost[:5]}"] * bool(lost) + [f"written twice: {twice[:5]}"] * bool(twice)


_TEXTS = """SELECT title AS text FROM support_case UNION ALL SELECT body FROM case_entry WHERE body NOT LIKE 'Since this morning%'
  UNION ALL SELECT title FROM engineering_issue UNION ALL SELECT reason FROM severity_change"""


async def nothing_stuck(connection: asyncpg.Connection) -> list[str]:
    wrong = []
    for row in await connection.fetch("SELECT viewname FROM pg_views WHERE viewname LIKE 'dead\\_end\\_%'"):
        if stranded := await connection.fetch(f"SELECT * FROM {row['viewname']}"):
            wrong.append(f"{row['viewname']}: {stranded[:3]}")
    if held := await connection.fetch("SELECT entrypoint FROM pgqueuer WHERE status = 'failed'"):
        wrong.append(f"{len(held)} jobs are held")
    if late := await connection.fetchval(_UNTENDED):
        wrong.append(f"{late} clocks were not looked at in time")
    if silent := await connection.fetchval(_SILENT):
        wrong.append(f"{silent} texts on cases without an event in their transaction")
    return wrong


_UNTENDED = "SELECT count(*) FROM clock WHERE state = 'running' AND wake_at < now() - interval '1 minute'"
_SILENT = """SELECT count(*) FROM case_entry e WHERE NOT EXISTS
  (SELECT FROM event v WHERE v.thread = 'case/' || e.case_id AND v.xmin::text = e.xmin::text)"""


async def nothing_twice_outside(connection: asyncpg.Connection, there: Stage, ledger: Ledger) -> list[str]:
    """A repeat of one Message-ID is harmless, another Message-ID for the same reply is not. A work item is made once."""
    wrong, ids = [], {}
    for message in there.mail.received:
        mark = MARK.search(str(message.get_content()))
        ids.setdefault(mark[0] if mark else "?", set()).add(message["Message-ID"])
    unsent = ledger.acknowledged.get("reply", set()) - set(ids)
    if unsent:
        wrong.append(f"replies without mail: {sorted(unsent)[:5]}")
    if several := [mark for mark, keys in ids.items() if len(keys) > 1]:
        wrong.append(f"replies with several mails: {several[:5]}")
    items = Counter(item["title"] for item in there.tracker.items.values())
    if again := [title for title, times in items.items() if times > 1]:
        wrong.append(f"work items made twice: {again[:5]}")
    told = await connection.fetchval(
        "SELECT count(*) FROM tracker_item WHERE leased_until IS NULL OR leased_until <= now()"
    )
    if (
        not told
        <= len(items)
        <= told + await connection.fetchval("SELECT count(*) FROM tracker_item WHERE leased_until > now()")
    ):
        wrong.append(f"{told} engineering issues and {len(items)} work items")
    return wrong


async def clocks_agree(there: Stage) -> list[str]:
    code, told = await there.command("clocks", "verify")
    return [f"clocks: {told[-500:]}"] if code else []


async def index_agrees(there: Stage) -> tuple[list[str], float]:
    """The time of the command itself counts too."""
    began = time.monotonic()
    while (outcome := await there.command("search", "verify"))[0]:
        if time.monotonic() - began > SETTLED_WITHIN:
            return [f"search: {outcome[1][-500:]}"], time.monotonic() - began
        await asyncio.sleep(1)
    return [], time.monotonic() - began
