"""What the product group owes, as clocks: first an acknowledgement, then an answer."""

from dataclasses import replace
from typing import Literal, cast

from ...cases.models import Case
from ...cases.queries.terms import terms_of
from ...catalog import catalogue
from ...catalog.models import Severity
from ...clocks.actions import cancel_clock, retarget_clock, satisfy_clock, start_clock
from ...clocks.policies import Target, clock_policies, policies_at
from ...clocks.queries import open_clocks
from ...platform.db import Session
from ...platform.events import Actor
from ...platform.time import now
from ..models import Escalation


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
