"""Many cases to one person."""

from typing import Any

from pydantic import BaseModel, Field

from ....cases.actions import assign_case, unassign_case
from ....cases.models import Case
from ....people.models import Person
from ....people.queries import person_for
from ....platform.db import Session
from ....platform.errors import Refused
from .action import Action, Effect


class AssignForm(BaseModel):
    owner: str = Field(min_length=1, max_length=30)


async def _assign(db: Session, case: Case, asked: AssignForm, by: Person) -> Effect | None:
    owner = await person_for(db, asked.owner)
    if case.owner_id == owner.id:
        return None
    was = await db.get(Person, case.owner_id) if case.owner_id else None
    says = f"{was.name if was else 'nobody'} → {owner.name}"
    before = {"was": case.owner_id, "became": owner.id}
    await assign_case(db, case, owner, by=by)
    return Effect(says, before)


async def back_to_owner(db: Session, case: Case, before: dict[str, Any], by: Person, why: str) -> None:
    if case.owner_id != before["became"] or not case.is_open:
        raise Refused("Somebody else has it since, or it is closed.")
    was = await db.get(Person, before["was"]) if before["was"] else None
    if was is None:
        await unassign_case(db, case, why, by=by)
    else:
        await assign_case(db, case, was, by=by)


ASSIGN = Action(
    "assign", "Assign", "Assign to somebody", "assigned", "a", "user-plus", AssignForm, _assign, back_to_owner
)
