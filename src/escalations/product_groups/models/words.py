"""The words an escalation is described with."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint

from ...catalog import catalogue

REASONS = {
    "technical_expertise": "Needs their expertise",
    "defect_suspected": "A defect is suspected",
    "business_impact": "Business impact",
    "resolution_time": "Takes too long without them",
}
STATES = {
    "submitted": "to be triaged",
    "transferred": "transferred, to be triaged",
    "acknowledged": "seen, not yet taken",
    "accepted": "accepted",
    "mitigated": "mitigated, fix to come",
    "returned": "returned",
    "duplicate": "duplicate",
    "resolved": "resolved",
    "closed": "closed",
    "withdrawn": "withdrawn",
}
UNSEEN = ("submitted", "transferred")
IN_TRIAGE = (*UNSEEN, "acknowledged")
TAKEN = ("accepted", "mitigated")
OPEN_STATES = (*IN_TRIAGE, *TAKEN)
ANSWERED = ("resolved", "closed")
RETURN_CODES = {
    "missing_info": "Information is missing",
    "wrong_group": "Another group owns this",
    "by_design": "Works as designed",
    "duplicate": "Duplicate of another escalation",
    "known_issue": "A known issue",
    "needs_repro": "Cannot be reproduced yet",
}
ISSUE_STATES = {"open": "open", "fixed": "fixed", "declined": "will not be fixed"}


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


def among(values: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(map(repr, values))})"


def name_of_group(group: str) -> str:
    """Also of a group that has left the catalogue."""
    known = catalogue().product_groups.get(group)
    return known.name if known else group.replace("_", " ").capitalize()
