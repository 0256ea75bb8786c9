"""Every due time worked out again from its ledger alone, and every case's cached one from its clocks."""

from collections import defaultdict
from datetime import UTC, datetime

import asyncpg

from escalations.clocks.ledger import due_from_ledger
from escalations.clocks.policies import clock_policies
from escalations.clocks.readings import Entry

EVER = datetime(2000, 1, 1, tzinfo=UTC)
_TOUCHED = "(c.state IN ('running', 'paused') OR EXISTS (SELECT FROM clock_event t WHERE t.clock_id = c.id AND t.recorded_at > $1))"
_CLOCKS = f"SELECT id, case_id, state, due_at, breached_at, satisfied_at FROM clock c WHERE {_TOUCHED} ORDER BY id"
_ENTRIES = f"""SELECT e.clock_id, e.what, e.at, e.why, e.minutes, e.calendar, e.policy, e.due_at, e.threshold
FROM clock_event e JOIN clock c ON c.id = e.clock_id WHERE {_TOUCHED} ORDER BY e.clock_id, e.id"""
_CACHED = """SELECT c.id, c.due_at, least_due.due_at AS nearest FROM support_case c CROSS JOIN LATERAL (SELECT min(k.due_at) AS due_at FROM clock k
  WHERE k.case_id = c.id AND k.holder = 'support' AND k.state = 'running' AND k.kind <> 'resolution') least_due
WHERE c.closed_at IS NULL AND c.due_at IS DISTINCT FROM least_due.due_at"""


async def wrong_due_times(admin: asyncpg.Connection, since: datetime = EVER) -> list[str]:
    """Of the clocks that are open, or to which something happened since then."""
    ledgers = defaultdict[int, list[Entry]](list)
    for row in await admin.fetch(_ENTRIES, since):
        ledgers[row["clock_id"]].append(Entry(**{name: value for name, value in row.items() if name != "clock_id"}))
    wrong = [row for row in await admin.fetch(_CLOCKS, since) if _as_told(ledgers[row["id"]]) != tuple(row)[2:]]
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
