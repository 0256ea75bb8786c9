"""What the product group owes, as clocks: first an acknowledgement, then an answer, after a mitigation the fix."""

from dataclasses import replace
from typing import Literal, cast

from ...cases.models import Case
from ...cases.queries.terms import terms_of
from ...catalog import catalogue
from ...catalog.models import Severity
from ...clocks.actions import (
    cancel_clock,
    pause_clock,
    resume_clock,
    retarget_clock,
    satisfy_clock,
    start_clock,
    start_follow_up,
)
from ...clocks.kinds import may_pause
from ...clocks.policies import Target, clock_policies, policies_at
from ...clocks.queries import open_clocks
from ...platform.db import Session
from ...platform.events import Actor
from ...platform.time import now
from ..models import UNSEEN, Escalation


async def expect_acknowledgement(db: Session, escalation: Escalation, *, by: Actor) -> None:
    await start_clock(
        db, escalation.case_id, escalation.boundary, "acknowledge", await _target(db, escalation, "acknowledge"), holder="product_group", at=now(), by=by,
        escalation_id=escalation.id,
    )  # fmt: skip


async def expect_answer(db: Session, escalation: Escalation, *, by: Actor) -> None:
    """From the acknowledgement on, which is met by it."""
    await met(db, escalation, by=by)
    await start_clock(
        db, escalation.case_id, escalation.boundary, "answer", await _target(db, escalation, "answer"), holder="product_group", at=now(), by=by,
        escalation_id=escalation.id,
    )  # fmt: skip


async def expect_fix(db: Session, escalation: Escalation, *, by: Actor) -> None:
    """By the day that the group named; every hour after it somebody is told."""
    assert escalation.fix_due_at is not None
    for clock in await open_clocks(db, escalation.case_id, escalation_id=escalation.id):
        if clock.kind != "follow_up":
            await satisfy_clock(db, clock, by=by)
    await start_follow_up(
        db, escalation.case_id, escalation.boundary, until=escalation.fix_due_at, why="the fix", by=by, holder="product_group",
        escalation_id=escalation.id,
    )  # fmt: skip


async def begin_again(db: Session, escalation: Escalation, *, by: Actor) -> None:
    """On the case that leads now: nothing is left of what was owed before."""
    if escalation.state == "mitigated" and escalation.fix_due_at is not None and escalation.fix_due_at > now():
        await expect_fix(db, escalation, by=by)
    elif escalation.state in UNSEEN:
        await expect_acknowledgement(db, escalation, by=by)
    else:
        await expect_answer(db, escalation, by=by)


async def stay_awake(db: Session, escalation: Escalation, *, by: Actor) -> None:
    if not await open_clocks(db, escalation.case_id, escalation_id=escalation.id):
        await begin_again(db, escalation, by=by)


async def rest(db: Session, escalation: Escalation, *, by: Actor) -> None:
    """While support is asked. A fix that was promised for a day stays promised for that day."""
    for clock in await open_clocks(db, escalation.case_id, escalation_id=escalation.id):
        if may_pause(clock.kind, "support"):
            await pause_clock(db, clock, "support", by=by)


async def run_on(db: Session, escalation: Escalation, *, by: Actor) -> None:
    for clock in await open_clocks(db, escalation.case_id, escalation_id=escalation.id):
        if clock.state == "paused":
            await resume_clock(db, clock, by=by)


async def met(db: Session, escalation: Escalation, *, by: Actor) -> None:
    for clock in await open_clocks(db, escalation.case_id, escalation_id=escalation.id):
        await satisfy_clock(db, clock, by=by)


async def sent_back(db: Session, escalation: Escalation, why: str, *, by: Actor) -> None:
    """A return acknowledges; it is no answer."""
    for clock in await open_clocks(db, escalation.case_id, escalation_id=escalation.id):
        if clock.kind == "acknowledge":
            await satisfy_clock(db, clock, by=by)
        else:
            await cancel_clock(db, clock, why, by=by)


async def no_longer_owed(db: Session, escalation: Escalation, why: str, *, by: Actor) -> None:
    for clock in await open_clocks(db, escalation.case_id, escalation_id=escalation.id):
        await cancel_clock(db, clock, why, by=by)


async def retime(db: Session, escalation: Escalation, why: str, *, by: Actor) -> None:
    for clock in await open_clocks(db, escalation.case_id, escalation_id=escalation.id):
        if clock.kind in ("acknowledge", "answer"):
            target = await _target(db, escalation, "acknowledge" if clock.kind == "acknowledge" else "answer")
            await retarget_clock(db, clock, target, why, by=by)


async def _target(db: Session, escalation: Escalation, kind: Literal["acknowledge", "answer"]) -> Target:
    """Business hours are those of the customer who waits, as in the rest of the policy, so that the group's answer is due
    while support still has time for its own. A group acknowledges in its own minutes around the clock, if it is known."""
    severity = cast(Severity, escalation.severity)
    group = catalogue().product_groups.get(escalation.product_group)
    if kind == "acknowledge" and group is not None:
        return Target(group.ola.at(severity), "always", policies_at(now()).version)
    terms = replace(await terms_of(db, await db.get_one(Case, escalation.case_id)), severity=severity)
    target = clock_policies().target(kind, terms, now())
    assert target is not None, "every policy says what product groups owe"
    return target
