"""Many cases out of sight until one time."""

from datetime import datetime
from typing import Any

from pydantic import Field

from ....cases.actions import snooze_case
from ....cases.actions.waiting import end_snooze
from ....cases.forms import Later
from ....cases.models import Case
from ....people.models import Person
from ....platform.db import Session
from ....platform.errors import Refused
from ....platform.time import now
from .action import Action, Effect


class SnoozeForm(Later):
    reason: str = Field(min_length=3, max_length=300)


async def _snooze(db: Session, case: Case, asked: SnoozeForm, by: Person) -> Effect | None:
    until, was = asked.moment(by.time_zone), case.snoozed_until
    if was == until:
        return None
    await snooze_case(db, case, until, asked.reason, by=by)
    before = {"was": was.isoformat() if was else None, "until": until.isoformat()}
    return Effect("sleeps longer" if was and was < until else "sleeps until then", before)


async def _undo(db: Session, case: Case, before: dict[str, Any], by: Person, why: str) -> None:
    if case.snoozed_until is None or case.snoozed_until != datetime.fromisoformat(before["until"]):
        raise Refused("It no longer sleeps until then.")
    was = datetime.fromisoformat(before["was"]) if before["was"] else None
    if was is not None and was > now():
        await snooze_case(db, case, was, why, by=by)
    else:
        await end_snooze(db, case, why, by=by)


SNOOZE = Action("snooze", "Snooze", "Snooze", "snoozed", "z", "moon", SnoozeForm, _snooze, _undo)
