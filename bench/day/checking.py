"""What must be true after every hour. All of it is asked of the database itself, past the program's own queries."""

import itertools
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

import asyncpg

from bench.day.ledgers import wrong_due_times
from bench.day.recording import unrecorded_writes
from bench.day.stage import Day
from escalations.rapid_response.presenting.board import Board


async def dead_ends(admin: asyncpg.Connection) -> list[str]:
    """Whatever stands in a view that must always be empty."""
    views = await admin.fetch("SELECT viewname FROM pg_views WHERE viewname LIKE 'dead\\_end\\_%' ORDER BY 1")
    assert len(views) >= 3, "the views are not there to be asked"
    return [f"{view}: {dict(row)}" for (view,) in views for row in await admin.fetch(f"SELECT * FROM {view}")]


async def two_owners_or_none(admin: asyncpg.Connection) -> list[str]:
    """Open cases whose owner could not open them, or that stand in no queue at all."""
    query = """SELECT c.id FROM support_case c LEFT JOIN person p ON p.id = c.owner_id WHERE c.closed_at IS NULL AND (c.queue = ''
  OR (c.owner_id IS NOT NULL AND (p.disabled_at IS NOT NULL OR NOT EXISTS (SELECT FROM clearance k WHERE k.person_id = p.id
    AND k.boundary = c.boundary AND k.revoked_at IS NULL AND k.expires_at > now()))))"""
    return [f"C-{row['id']} has an owner who cannot see it" for row in await admin.fetch(query)]


async def unpaged(admin: asyncpg.Connection, at: datetime) -> list[str]:
    """Severity A cases of packs whose moment to be paged has passed, and of which no duty lead was told."""
    query = """SELECT l.id, l.case_id, l.pages, (SELECT count(*) FROM notice n JOIN person p ON p.id = n.person_id AND p.role = 'duty_lead'
    WHERE n.thread = 'handover/' || l.handover_id AND n.key LIKE 'unacknowledged/%') AS told
  FROM handover_line l JOIN support_case c ON c.id = l.case_id
  WHERE c.severity = 'A' AND c.closed_at IS NULL AND (l.page_at < $1 OR (l.pages > 0 AND l.acknowledged_at IS NULL AND l.lapsed_at IS NULL))"""
    lost = [row for row in await admin.fetch(query, at) if not row["pages"] or not row["told"]]
    return [f"line {row['id']} of C-{row['case_id']}: nobody was told" for row in lost]


async def unacknowledged(admin: asyncpg.Connection) -> int:
    query = "SELECT count(*) FROM handover_line WHERE acknowledged_at IS NULL AND lapsed_at IS NULL"
    return int(await admin.fetchval(query))


def disorder(board: Board, rows: Sequence[asyncpg.Record]) -> list[str]:
    """The board against itself and against the facts of its cases: `rows` are these facts, as the database has them."""
    ranked, found = board.ranked, []
    for one, below in itertools.pairwise(ranked):
        ahead = one.points - below.points
        if ahead < 0:
            found.append(f"{one.line.ref} stands above {below.line.ref} with fewer points")
        if one.above and not one.above.startswith(f"{ahead} points above {below.line.ref}" if ahead else "level with"):
            found.append(f"{one.line.ref}: “{one.above}” is not so")
    for one in ranked:
        if sum(part.points for part in one.parts) != one.points:
            found.append(f"{one.line.ref}: the parts do not make the sum")
    places = {one.line.ref: one.place for one in ranked}
    known = [(places[f"C-{row['id']}"], row) for row in rows if f"C-{row['id']}" in places]
    if len(known) != len(rows):
        found.append(f"{len(rows)} covered cases are open, and {len(known)} stand on the board")
    return found + [
        f"C-{worse['id']} is worse than C-{better['id']} in everything and stands below it"
        for place, worse in known for other, better in known
        if worse["id"] != better["id"] and place > other and _is_worse(worse, better)
    ]  # fmt: skip


COVERED = """SELECT c.id, c.severity, c.claimed, c.around_the_clock, c.transfers, CASE WHEN c.turn = 'customer' THEN NULL ELSE
    coalesce((SELECT max(e.at) FROM case_entry e WHERE e.case_id = c.id AND e.kind = 'reply'), c.opened_at) END AS silent_since,
  least(c.due_at, (SELECT p.due_at FROM engagement_case m JOIN engagement_promise p ON p.engagement_id = m.engagement_id AND p.ended_at IS NULL
    WHERE m.case_id = c.id AND m.left_at IS NULL)) AS due_at,
  (SELECT count(*) FROM event v WHERE v.subject = 'case/' || c.id AND v.action = 'CaseReopened') AS reopened,
  (SELECT count(*) FROM clock k WHERE k.case_id = c.id AND k.kind = 'promise' AND k.breached_at IS NOT NULL) AS broken,
  EXISTS (SELECT FROM escalation e WHERE e.case_id = c.id AND e.closed_at IS NULL) AS escalated,
  EXISTS (SELECT FROM case_incident_link l JOIN incident i ON i.id = l.incident_id WHERE l.case_id = c.id AND l.state = 'confirmed'
    AND i.state = 'active') AS incident,
  EXISTS (SELECT FROM engagement_case m JOIN engagement g ON g.id = m.engagement_id WHERE m.case_id = c.id AND m.left_at IS NULL
    AND g.state = 'requested') AS requested
FROM support_case c JOIN customer u ON u.id = c.customer_id WHERE c.closed_at IS NULL AND u.cover_until > $1"""


def _facts(row: asyncpg.Record) -> tuple[float, ...]:
    """Each as a number of which more is worse."""
    due = -row["due_at"].timestamp() if row["due_at"] else float("-inf")
    silent = -row["silent_since"].timestamp() if row["silent_since"] else float("-inf")
    claim = -"ABC".index(row["claimed"])
    flags = (row["around_the_clock"], row["escalated"], row["incident"], row["requested"])
    return (-"ABC".index(row["severity"]), claim, due, silent, row["transfers"], row["reopened"], row["broken"], *flags)


def _is_worse(one: asyncpg.Record, other: asyncpg.Record) -> bool:
    """In at least one fact, and better in none."""
    mine, theirs = _facts(one), _facts(other)
    return mine != theirs and all(a >= b for a, b in zip(mine, theirs, strict=True))


async def check(day: Day, board: Board) -> dict[str, list[str]]:
    """By check, what is wrong. `board` is as everybody saw it at `day.at`."""
    admin, found = day.admin, defaultdict[str, list[str]](list)
    found["dead ends"] = [*await dead_ends(admin), *await two_owners_or_none(admin)]
    found["due times"] = await wrong_due_times(admin, day.at - timedelta(hours=1, minutes=30))
    found["events"] = await unrecorded_writes(admin)
    found["pages"] = await unpaged(admin, day.at)
    found["board"] = disorder(board, await admin.fetch(COVERED, day.at))
    return found
