"""The plan of an engagement, step by step."""

from dataclasses import dataclass
from datetime import datetime

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import expect_version
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import StepAdded, StepDone, StepRevised
from ..models import Engagement, EngagementStep
from .joining import refuse_ended


@dataclass(frozen=True)
class Step:
    what: str
    who: str = ""
    due_at: datetime | None = None


async def add_step(db: Session, engagement: Engagement, said: Step, *, by: Actor) -> EngagementStep:
    allow(by, "work_cases")
    refuse_ended(engagement)
    step = EngagementStep(
        boundary=engagement.boundary, engagement_id=engagement.id, what=said.what.strip(), who=said.who.strip(), due_at=said.due_at
    )  # fmt: skip
    db.add(step)
    await db.flush()
    await record(db, StepAdded(step_id=step.id), on=engagement, by=by)
    return step


async def revise_step(
    db: Session, engagement: Engagement, step: EngagementStep, said: Step, *, version: int, by: Actor
) -> None:
    allow(by, "work_cases")
    refuse_ended(engagement)
    if (step.what, step.who, step.due_at) == (said.what.strip(), said.who.strip(), said.due_at):
        return
    expect_version(step, version)
    step.what, step.who, step.due_at = said.what.strip(), said.who.strip(), said.due_at
    await record(db, StepRevised(step_id=step.id), on=engagement, by=by)
    await db.flush()


async def tick_step(db: Session, engagement: Engagement, step: EngagementStep, done: bool, *, by: Actor) -> None:
    allow(by, "work_cases")
    refuse_ended(engagement)
    if (step.done_at is not None) == done:
        return
    step.done_at, step.done_by = (now(), by.id) if done else (None, None)
    await record(db, StepDone(step_id=step.id, done=done), on=engagement, by=by)
    await db.flush()
