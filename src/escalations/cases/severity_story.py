"""The severity of a case in one line, and who said what on which ground. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .models import LOWERING_GROUNDS, SEVERITY_KINDS, Case, SeverityChange

CRITICAL = "A"


@dataclass(frozen=True)
class Said:
    """`who` is the customer's person where it was them, `by` who wrote it down."""

    at: datetime
    words: str
    who: str
    by: str
    ground: str
    reason: str


@dataclass(frozen=True)
class SeverityStory:
    """`unbound` is true while A rests on the customer's word alone, since nobody of theirs is named for all hours."""

    in_words: str
    unbound: bool
    always: str
    said: Sequence[Said]


def story_of(
    case: Case, changes: Sequence[SeverityChange], contacts: Mapping[int, str], people: Mapping[int, str]
) -> SeverityStory:
    unbound = case.severity == CRITICAL and case.always_contact_id is None
    said = [_said(change, contacts, people) for change in changes]
    always = contacts.get(case.always_contact_id or 0, "")
    return SeverityStory(_in_words(case, changes), unbound, always, (_opening(case, changes, contacts), *said))


def _in_words(case: Case, changes: Sequence[SeverityChange]) -> str:
    if case.agreed:
        return "agreed"
    ours = any(change.kind != "claimed" for change in changes)
    if case.claimed != case.severity:
        return f"assessed, {case.claimed} claimed"
    return "assessed" if ours else "as claimed"


def _opening(case: Case, changes: Sequence[SeverityChange], contacts: Mapping[int, str]) -> Said:
    """What was claimed when it was opened is what the first claim after it says that it was."""
    first = next((change.was for change in changes if change.kind == "claimed"), None)
    agreed_first = next((change.was for change in changes), case.severity)
    claimed = first or (case.claimed if case.agreed is None else agreed_first)
    who = contacts.get(case.contact_id or 0, "the customer")
    return Said(case.opened_at, f"{claimed} claimed at the opening", who, "", "", "")


def _said(change: SeverityChange, contacts: Mapping[int, str], people: Mapping[int, str]) -> Said:
    moved = f"{change.was} → {change.became}" if change.was != change.became else change.became
    return Said(
        change.at, f"{SEVERITY_KINDS[change.kind]} {moved}", contacts.get(change.contact_id or 0, ""),
        people.get(change.author_id or 0, "the system"), LOWERING_GROUNDS.get(change.ground, ""), change.reason,
    )  # fmt: skip
