"""What the product group owes, as clocks: first an acknowledgement, then an answer."""

from typing import cast

from ...catalog import catalogue
from ...catalog.models import Severity
from ...clocks.actions import cancel_clock, retarget_clock, satisfy_clock, start_clock
from ...clocks.policies import Target, policies_at, target_for
from ...clocks.queries import open_clocks
from ...platform.db import Session
from ...platform.events import Actor
from ...platform.time import now
from ..models import Escalation


async def expect_acknowledgement(db: Session, escalation: Escalation, *, by: Actor) -> None:
    await start_clock(
        db, escalation.case_id, escalation.boundary, "acknowledge", _acknowledgement(escalation), holder="product_group", at=now(), by=by,
        escalation_id=escalation.id,
    )  # fmt: skip


async def expect_answer(db: Session, escalation: Escalation, *, by: Actor) -> None:
    """From the acknowledgement on, which is met by it."""
    await met(db, escalation, by=by)
    await start_clock(
        db, escalation.case_id, escalation.boundary, "answer", _answer(escalation), holder="product_group", at=now(), by=by,
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
        target = _acknowledgement(escalation) if clock.kind == "acknowledge" else _answer(escalation)
        await retarget_clock(db, clock, target, why, by=by)


def _acknowledgement(escalation: Escalation) -> Target:
    """The group's own minutes, around the clock; the policy's for a group that has left the catalogue."""
    severity = cast(Severity, escalation.severity)
    group = catalogue().product_groups.get(escalation.product_group)
    if group is None:
        return target_for("acknowledge", severity=severity, at=now())
    return Target(group.ola.at(severity), "always", policies_at(now()).version)


def _answer(escalation: Escalation) -> Target:
    return target_for("answer", severity=cast(Severity, escalation.severity), at=now())
