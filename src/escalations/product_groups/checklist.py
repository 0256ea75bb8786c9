"""What a product group needs to be told before it can start: pure, the same for the form, the verb and the API.

A gap that cannot be filled is no obstacle as long as it says what was tried: "unknown: the customer has no logs before 10:00".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..cases.models import Case
from ..catalog import catalogue
from ..catalog.models import ProductGroup
from ..platform.errors import Refused
from .learning import Evidence

OWN_FIELDS = {"already_tried": "tried", "business_impact": "business_impact"}
"""Needs that every escalation has a field of its own for."""
_LONG = {
    "steps",
    "logs",
    "network_path",
    "query_or_statement",
    "template",
    "metrics",
    "expected_behaviour",
    "sign_in_record",
}
"""Needs whose answer usually takes more than a line."""
_SHRUG = re.compile(r"(unknown|not known|n/?a|tbd|see (the )?case|[-?.:\s]+)", re.IGNORECASE)
_UNKNOWN = re.compile(r"(unknown|not known)\b", re.IGNORECASE)
WHY_THIS_GROUP = "why_this_group"


@dataclass(frozen=True, kw_only=True)
class Brief:
    """What support tells the group."""

    reason: str
    asked: str
    business_impact: str = ""
    tried: str = ""
    environment: str = ""
    evidence: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)

    def answer_to(self, need: str) -> str:
        return str(getattr(self, OWN_FIELDS[need])) if need in OWN_FIELDS else self.answers.get(need, "")


@dataclass(frozen=True)
class Asked:
    """A line of the checklist as the form shows it, with what it has cost to leave it out."""

    need: str
    name: str
    label: str
    help: str
    value: str
    evidence: Evidence

    @property
    def is_long(self) -> bool:
        return self.need in _LONG


class Incomplete(Refused):
    """The group could not start with this. `gaps` maps a field of the form to a sentence."""

    def __init__(self, group: ProductGroup, gaps: dict[str, str]) -> None:
        super().__init__(f"{group.name} cannot start yet. {' '.join(gaps.values())}")
        self.gaps = gaps


def field_of(need: str) -> str:
    return OWN_FIELDS.get(need, f"need_{need}")


def gaps(needs: tuple[str, ...], severity: str, brief: Brief, learnt: Mapping[str, Evidence]) -> dict[str, str]:
    """Field → sentence, in the order of the form: what is asked for is always said, at severity A also what it does to the
    customer's business, and of the checklist only what came back when it was left out."""
    wanted = {need for need in needs if learnt.get(need, Evidence(need)).blocks}
    if severity == "A" or brief.reason == "business_impact":
        wanted.add("business_impact")
    in_order = [need for need in dict.fromkeys(("business_impact", "already_tried", *needs)) if need in wanted]
    found = {"asked": "Say what you ask of the group."} if is_empty(brief.asked) else {}
    return found | {
        field_of(need): _sentence(need, text, learnt.get(need, Evidence(need)))
        for need in in_order
        if is_empty(text := brief.answer_to(need))
    }


def absent(needs: tuple[str, ...], brief: Brief) -> list[str]:
    """What the group does not get to know, whether it was left out or could not be found."""
    return [need for need in needs if is_empty(text := brief.answer_to(need)) or _UNKNOWN.match(text.strip())]


def checklist(needs: tuple[str, ...], known: Mapping[str, str], learnt: Mapping[str, Evidence]) -> list[Asked]:
    """What the group asks for beyond the usual fields, first what it most often sent back for."""
    said = catalogue().needs
    lines = [
        Asked(
            need,
            field_of(need),
            said[need].label,
            said[need].help,
            known.get(need, ""),
            learnt.get(need, Evidence(need)),
        )
        for need in needs
        if need not in OWN_FIELDS
    ]
    return sorted(lines, key=lambda line: -line.evidence.returned)


def known_already(case: Case, subscription: str) -> dict[str, str]:
    """Answers that the case itself gives."""
    since = f"since {case.problem_started_at:%Y-%m-%d %H:%M} UTC" if case.problem_started_at else ""
    facts = {"subscription_id": subscription, "resource_id": " ".join(case.resources[:1]), "time_range": since}
    return {need: text for need, text in facts.items() if text}


def surroundings(case: Case) -> str:
    """Product, region and cloud of a case in words."""
    known = catalogue()
    product = known.products.get(case.product or "")
    region = known.regions.get(case.region or "")
    cloud = known.boundaries.get(case.boundary)
    return ", ".join(entry.name for entry in (product, region, cloud) if entry)


def is_empty(text: str) -> bool:
    return not text.strip() or _SHRUG.fullmatch(text.strip()) is not None


def _sentence(need: str, text: str, evidence: Evidence) -> str:
    label = catalogue().needs[need].label
    if text.strip():
        return f"{label}: say what you tried to find it, such as “unknown: …”."
    why = f" {evidence.sentence}" if evidence.blocks else ""
    return f"{label} is missing.{why} If it cannot be had, write “unknown:” and what you tried."
