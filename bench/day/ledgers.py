"""Every due time worked out again from its ledger alone, and every case's cached one from its clocks."""

from collections import defaultdict

import asyncpg

from escalations.clocks.ledger import due_from_ledger
from escalations.clocks.policies import clock_policies
from escalations.clocks.readings import Entry

_CLOCKS = "SELECT id, case_id, state, due_at, breached_at, satisfied_at FROM clock ORDER BY id"
_ENTRIES = "SELECT clock_id, what, at, why, minutes, calendar, policy, due_at, threshold FROM clock_event ORDER BY clock_id, id"
_CACHED = """SELECT c.id, c.due_at, least_due.due_at AS nearest FROM support_case c CROSS JOIN LATERAL (SELECT min(k.due_at) AS due_at FROM clock k
  WHERE k.case_id = c.id AND k.holder = 'support' AND k.state = 'running' AND k.kind <> 'resolution') least_due
WHERE c.closed_at IS NULL AND c.due_at IS DISTINCT FROM least_due.due_at"""


async def wrong_due_times(admin: asyncpg.Connection) -> list[str]:
    ledgers = defaultdict[int, list[Entry]](list)
    for row in await admin.fetch(_ENTRIES):
        ledgers[row["clock_id"]].append(Entry(**{name: value for name, value in row.items() if name != "clock_id"}))
    wrong = [row for row in await admin.fetch(_CLOCKS) if _as_told(ledgers[row["id"]]) != tuple(row)[2:]]
    stale = await admin.fetch(_CACHED)
    return [
        *(f"clock {row['id']} of C-{row['case_id']} is not what its ledger says" for row in wrong),
        *(f"C-{row['id']} says it is due {row['due_at']}, its clocks say {row['nearest']}" for row in stale),
    ]


def _as_told(ledger: list[Entry]) -> tuple[object, ...]:
    if not ledger:
        return ()
    reading = due_from_ledger(ledger, clock_policies().calendars)
    return (reading.state, reading.due_at, reading.breached_at, reading.satisfied_at)
