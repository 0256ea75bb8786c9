"""Nothing unrecorded: for every kind of row that a verb writes, as many events as rows, counted apart from each other."""

import asyncpg

OWN_PROMISE = "kind = 'promise' AND NOT (state = 'cancelled' AND why IN ('merged', 'unmerged'))"
"""Once, however often its case was merged: a merge ends the clock on one case and begins its copy on the other."""
EACH = {
    "cases opened": ("SELECT count(*) FROM support_case", ("CaseOpened",)),
    "replies": ("SELECT count(*) FROM case_entry WHERE kind = 'reply'", ("CustomerAnswered",)),
    "notes": ("SELECT count(*) FROM case_entry WHERE kind = 'note'", ("NoteAdded",)),
    "messages": (
        "SELECT count(*) - (SELECT count(*) FROM support_case) FROM case_entry WHERE kind = 'customer'",
        ("CustomerWrote",),
    ),
    "promises": (f"SELECT count(*) FROM clock WHERE {OWN_PROMISE}", ("PromiseMade",)),
    "transfers": ("SELECT count(*) FROM case_transfer", ("CaseTransferred",)),
    "closings": (
        "SELECT count(*) FROM support_case WHERE closed_at IS NOT NULL AND merged_into_id IS NULL",
        ("CaseClosed",),
    ),
    "merges": ("SELECT count(*) FROM case_alias", ("CaseMerged",)),
    "merges undone": ("SELECT count(*) FROM case_alias WHERE undone_at IS NOT NULL", ("CaseUnmerged",)),
    "severities": (
        "SELECT count(*) FROM severity_change WHERE kind = 'assessed' AND was <> became",
        ("SeverityChanged",),
    ),
    "escalations": ("SELECT count(*) FROM escalation", ("CaseEscalated",)),
    "returns": ("SELECT count(*) FROM escalation WHERE state = 'returned'", ("EscalationReturned",)),
    "escalations transferred": ("SELECT count(*) FROM escalation_transfer", ("EscalationTransferred",)),
    "questions": ("SELECT count(*) FROM escalation_question", ("SupportAsked",)),
    "duplicates": ("SELECT count(*) FROM escalation WHERE state = 'duplicate'", ("EscalationMarkedDuplicate",)),
    "requests": ("SELECT count(*) FROM engagement_case", ("RapidResponseRequested", "EngagementCaseAdded")),
    "updates given": ("SELECT count(*) FROM engagement_promise WHERE outcome = 'kept'", ("EngagementUpdated",)),
    "packs": ("SELECT count(*) FROM handover", ("HandoverWritten",)),
    "lines acknowledged": (
        "SELECT count(*) FROM handover_line WHERE acknowledged_at IS NOT NULL",
        ("HandoverAcknowledged",),
    ),
    "incidents": ("SELECT count(*) FROM incident", ("IncidentDeclared",)),
    "clocks": ("SELECT count(*) FROM clock", ("ClockStarted",)),
    "decisions": ("SELECT count(*) FROM routing_decision WHERE trigger = 'opened'", ("CaseRouted",)),
}


async def unrecorded_writes(admin: asyncpg.Connection) -> list[str]:
    told = dict(await admin.fetch("SELECT action, count(*) FROM event GROUP BY action"))
    found = []
    for what, (rows, actions) in EACH.items():
        written, events = await admin.fetchval(rows), sum(told.get(action, 0) for action in actions)
        if written != events:
            found.append(f"{written} {what}, {events} events that tell of them")
    return found
