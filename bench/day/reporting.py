"""What a day comes to, in a few lines; every number is counted in the database."""

from collections.abc import Iterator
from dataclasses import dataclass

import asyncpg

from bench.day.checking import dead_ends, unacknowledged
from bench.day.recording import OWN_PROMISE
from bench.day.stage import Day


@dataclass(frozen=True)
class Report:
    cases: int
    closed: int
    unowned: int
    escalations: int
    dead_ends: int
    unacknowledged: int
    lines: int
    paged: int
    promises: dict[str, int]
    updates: dict[str, int]
    bounces: dict[str, int]
    returned: dict[str, int]
    engagements: int
    merges: int
    severities: int
    linked: int
    clocks: int
    events: int
    boards: int
    refused: int

    def told(self) -> Iterator[str]:
        yield f"cases {self.cases}, closed {self.closed}, waiting for an owner {self.unowned}; escalations {self.escalations}"
        yield f"dead ends {self.dead_ends}"
        yield f"unacknowledged hand-overs {self.unacknowledged} of {self.lines} lines; critical ones paged {self.paged} times"
        yield f"promises to customers: {_listed(self.promises)}"
        yield f"promised updates of {self.engagements} engagements: {_listed(self.updates)}"
        yield f"bounces by code: {_listed(self.bounces)}"
        yield f"cases caught and put back in their queue: {_listed(self.returned)}"
        yield f"merges {self.merges}, severities changed {self.severities}, cases of the incident {self.linked}"
        yield f"triage order checked {self.boards} times, {self.clocks} due times worked out again, {self.events} events"
        yield f"refused in words {self.refused}"


_PROMISES = f"""SELECT CASE WHEN state = 'satisfied' AND breached_at IS NULL THEN 'kept' WHEN state = 'satisfied' THEN 'late'
  WHEN breached_at IS NOT NULL THEN 'broken' WHEN state = 'cancelled' THEN 'withdrawn' ELSE 'open' END, count(*)
FROM clock WHERE {OWN_PROMISE} GROUP BY 1 ORDER BY 1"""
_UPDATES = """SELECT CASE WHEN outcome = 'kept' AND ended_at > due_at THEN 'late' WHEN outcome = '' THEN 'open' ELSE outcome END, count(*)
FROM engagement_promise GROUP BY 1 ORDER BY 1"""
_BOUNCES = """SELECT coalesce(return_code, state), count(*) FROM escalation WHERE return_code IS NOT NULL OR state = 'duplicate'
GROUP BY 1 ORDER BY 1"""
_RETURNED = """SELECT particulars->>'cause', count(*) FROM event WHERE action = 'CaseUnassigned' AND particulars->>'cause' <> ''
GROUP BY 1 ORDER BY 1"""


async def report(day: Day, boards: int) -> Report:
    admin = day.admin

    async def count(rows: str) -> int:
        return int(await admin.fetchval(f"SELECT count(*) FROM {rows}"))

    return Report(
        cases=await count("support_case"), closed=await count("support_case WHERE closed_at IS NOT NULL AND merged_into_id IS NULL"),
        unowned=await count("support_case WHERE closed_at IS NULL AND owner_id IS NULL"), escalations=await count("escalation"),
        dead_ends=len(await dead_ends(admin)), unacknowledged=await unacknowledged(admin), lines=await count("handover_line"),
        paged=await count("event WHERE action = 'HandoverUnacknowledged'"), promises=await _counted(admin, _PROMISES),
        updates=await _counted(admin, _UPDATES), bounces=await _counted(admin, _BOUNCES), returned=await _counted(admin, _RETURNED),
        engagements=await count("engagement"), merges=await count("case_alias"), severities=await count("severity_change"),
        linked=await count("case_incident_link WHERE state = 'confirmed'"), clocks=await count("clock"), events=await count("event"),
        boards=boards, refused=sum(day.refused.values()),
    )  # fmt: skip


async def _counted(admin: asyncpg.Connection, query: str) -> dict[str, int]:
    return dict(await admin.fetch(query))


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items()) or "none"
