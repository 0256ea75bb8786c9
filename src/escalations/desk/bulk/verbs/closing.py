"""Many cases end the same way."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from ....cases.actions import close_case, reopen_case
from ....cases.models import Case
from ....people.models import Person
from ....platform.db import Session
from ....platform.errors import Refused
from .action import Action, Effect


class CloseForm(BaseModel):
    resolution: Literal[
        "fixed", "workaround", "known_issue", "incident", "customer_config", "by_design", "no_response", "duplicate"
    ]
    note: str = Field(min_length=10, max_length=4000)


async def _close(db: Session, case: Case, asked: CloseForm, by: Person) -> Effect | None:
    if not case.is_open:
        return None
    closure = await close_case(db, case, asked.resolution, asked.note, by=by)
    return Effect("open → closed", {"at": closure.at.isoformat()})


async def _undo(db: Session, case: Case, before: dict[str, Any], by: Person, why: str) -> None:
    if case.closed_at is None or case.closed_at != datetime.fromisoformat(before["at"]):
        raise Refused("It was reopened since.")
    await reopen_case(db, case, why, by=by)


CLOSE = Action("close", "Close", "Close", "closed", "c", "circle-check", CloseForm, _close, _undo)
