"""What customers now claim of many cases."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from ....cases.actions import change_severity
from ....cases.models import Case
from ....people.models import Person
from ....platform.db import Session
from ....platform.errors import Refused
from .action import Action, Effect


class ClaimForm(BaseModel):
    severity: Literal["A", "B", "C"]
    reason: str = Field(min_length=5, max_length=500)


async def _claim(db: Session, case: Case, asked: ClaimForm, by: Person) -> Effect | None:
    was, agreed = case.claimed, case.agreed
    if was == asked.severity:
        return None
    await change_severity(db, case, "claimed", asked.severity, asked.reason, by=by)
    says = f"claimed {was} → {asked.severity}"
    return Effect(
        f"{says}; the agreement on {agreed} ends" if agreed else says,
        {"was": was, "became": asked.severity, "agreed": agreed},
    )


async def _undo(db: Session, case: Case, before: dict[str, Any], by: Person, why: str) -> None:
    if case.claimed != before["became"]:
        raise Refused(f"By now the customer claims {case.claimed}.")
    if before["agreed"]:
        raise Refused(f"Both sides had agreed on {before['agreed']}. Agree on it again on the case.")
    await change_severity(db, case, "claimed", before["was"], why, by=by)


CLAIM_SEVERITY = Action(
    "severity", "Severity", "Change the claimed severity", "given another claim", "s", "gauge", ClaimForm, _claim, _undo
)
