"""Many cases to oneself, where nobody has them."""

from pydantic import BaseModel

from ....cases.actions import claim_case
from ....cases.models import Case
from ....people.models import Person
from ....platform.db import Session
from .action import Action, Effect
from .assigning import back_to_owner


class TakeForm(BaseModel):
    """Nothing is asked."""


async def _take(db: Session, case: Case, _asked: TakeForm, by: Person) -> Effect | None:
    if case.owner_id == by.id:
        return None
    await claim_case(db, case, by=by)
    return Effect(f"nobody → {by.name}", {"was": None, "became": by.id})


TAKE = Action("take", "Take", "Take", "taken", "t", "hand", TakeForm, _take, back_to_owner)
