"""Many cases wait for the same answer."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from ....cases.actions import change_turn, wait_for
from ....cases.actions.waiting import end_wait
from ....cases.forms import Later
from ....cases.models import TURNS, Case
from ....cases.queries import wait_of
from ....people.models import Person
from ....platform.db import Session
from ....platform.errors import Refused
from .action import Action, Effect


class WaitForm(Later):
    on_whom: Literal["customer", "product_group", "third_party"] = "customer"
    question: str = Field(min_length=5, max_length=1000)


async def _wait(db: Session, case: Case, asked: WaitForm, by: Person) -> Effect | None:
    until = asked.moment(by.time_zone)
    current, was = await wait_of(db, case), case.turn
    if current is not None and (current.on_whom, current.until) == (asked.on_whom, until):
        return None
    await wait_for(db, case, asked.on_whom, asked.question, until, by=by)
    return Effect(
        f"{TURNS[was]} → {TURNS[asked.on_whom]}", {"was": was, "on_whom": asked.on_whom, "until": until.isoformat()}
    )


async def _undo(db: Session, case: Case, before: dict[str, Any], by: Person, why: str) -> None:
    wait = await wait_of(db, case)
    if wait is None or (wait.on_whom, wait.until) != (before["on_whom"], datetime.fromisoformat(before["until"])):
        raise Refused("It no longer waits for that.")
    await end_wait(db, case, why, by=by)
    if case.turn != before["was"]:
        await change_turn(db, case, before["was"], why, by=by)


WAIT = Action("wait", "Wait", "Wait for an answer", "set waiting", "w", "hourglass", WaitForm, _wait, _undo)
