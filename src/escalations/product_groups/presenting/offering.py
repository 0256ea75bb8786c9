"""The slot on the case page: what went to which group, and the form of the next escalation or why there is none."""

from typing import Any

from ...cases.models import Case
from ...catalog import catalogue
from ...catalog.models import ProductGroup
from ...people.models import Person
from ...platform.db import Session
from ..actions import why_not
from ..actions.reach import not_the_owner
from ..checklist import WHY_THIS_GROUP, checklist, field_of, known_already, surroundings
from ..models import REASONS, Escalation
from ..queries import clocks_of, draft_of, escalations_of, evidence_for, open_questions, subscription_code_of
from .showing import owed


async def about_escalations_of(db: Session, person: Person, case: Case) -> dict[str, Any]:
    await db.flush()
    found = await escalations_of(db, case)
    offered = await offer(db, case, found, person=person)
    standing = next((one for one in found if one.is_open and one.product_group == offered["group"].key), None)
    still = [one for one in found if one.is_open]
    return offered | {
        "case": case,
        "escalations": found,
        "owed": owed(await clocks_of(db, still)) if still else {},
        "questions": await open_questions(db, still) if still else {},
        "why_not": why_not(case, offered["group"], standing),
        "may_escalate": person.may("work_cases"),
    }


async def offer(
    db: Session,
    case: Case,
    earlier: list[Escalation],
    product_group: str | None = None,
    reason: str = "",
    *,
    person: Person,
) -> dict[str, Any]:
    """What the form holds before anybody types: their draft if there is one, else what is known already; and the group's checklist."""
    known, draft = catalogue(), await draft_of(db, case, person)
    last = earlier[0] if earlier else None
    kept = dict(draft.typed) if draft else {}
    chosen = product_group or (draft.product_group if draft else "")
    group = known.product_groups.get(chosen) or known.product_group_for(case.product, case.family)
    reason = reason or str(kept.get("reason", "")) or (last.reason if last else "")
    answers = known_already(case, await subscription_code_of(db, case)) | (last.answers if last else {})
    answers |= {name.removeprefix("need_"): str(text) for name, text in kept.items() if name.startswith("need_")}
    lines = checklist(group.needs_for(case.product, reason), answers, await evidence_for(db, group.key, case.boundary))
    return {
        "case": case,
        "group": group,
        "groups": [(key, _offered_name(key, case.boundary)) for key in known.product_groups],
        "checklist": lines,
        "needed": [field_of(line.need) for line in lines if line.evidence.blocks],
        "elsewhere": not_the_owner(case, group),
        "why_this_group": answers.get(WHY_THIS_GROUP, ""),
        "usual": _usual(case, last, kept),
        "reason": reason,
        "reasons": list(REASONS.items()),
        "draft": draft,
    }


def _usual(case: Case, last: Escalation | None, kept: dict[str, Any]) -> dict[str, str]:
    names = ("asked", "business_impact", "tried", "environment", "evidence")
    before = {name: getattr(last, name) for name in names} if last else {"environment": surroundings(case)}
    return {name: str(kept.get(name, before.get(name, ""))) for name in names}


def _offered_name(key: str, boundary: str) -> str:
    found: ProductGroup = catalogue().product_groups[key]
    if not found.enrolled:
        return f"{found.name} (takes none here)"
    return found.name if boundary in found.boundaries else f"{found.name} (nobody on duty here)"
