"""Somebody takes a stretch whoever's turn it is, and that taken back."""

from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import OverrideCancelled, ShiftOverridden
from ..models import Override, Rotation
from ..queries import away_between, shifts_between
from ..spans import Span
from ..wording import said
from .planning import HORIZON, fill, free, hold_plan, put


async def override_shift(
    db: Session, rotation: Rotation, person: Person, span: Span, reason: str = "", *, by: Actor
) -> Override | None:
    """None when they are on call throughout already."""
    allow(by, "manage_roster")
    await hold_plan(db)
    span = still_ahead(rotation, span)
    theirs = await shifts_between(db, span, people=[person.id])
    if any(one.rotation_id == rotation.id and span.within(one.span) == span for one in theirs):
        return None
    await expect_free(db, rotation, person, span)
    await free(db, span, rotation_id=rotation.id)
    put(db, rotation, person.id, span, "override")
    override = Override(
        boundary=rotation.boundary, rotation_id=rotation.id, person_id=person.id, during=span.during, reason=reason, at=now(),
        author_id=by.id, author_name=by.name,
    )  # fmt: skip
    db.add(override)
    await db.flush()
    event = ShiftOverridden(override_id=override.id, who=person.name, span=said(span), reason=reason)
    await record(db, event, on=rotation, by=by)
    await db.flush()
    return override


async def cancel_override(db: Session, rotation: Rotation, override: Override, *, by: Actor) -> None:
    """From now on it is again the turn of whoever's it would be. A second time changes nothing."""
    allow(by, "manage_roster")
    if override.cancelled_at is not None:
        return
    await hold_plan(db)
    span, at = override.span, now()
    left = span.within(Span(at, max(at, span.end)))
    if left is None:
        raise Refused("It is over. What was cannot be taken back.")
    override.cancelled_at, override.cancelled_by = at, by.name
    mine = await shifts_between(db, left, rotations=[rotation.id], people=[override.person_id])
    for one in mine:
        if one.origin == "override" and (cut := one.span.within(left)):
            await free(db, cut, rotation_id=rotation.id)
    person = await db.get_one(Person, override.person_id)
    event = OverrideCancelled(override_id=override.id, who=person.name, span=said(left))
    await record(db, event, on=rotation, by=by)
    await db.flush()
    await fill(db, rotation, at)


def still_ahead(rotation: Rotation, span: Span) -> Span:
    """What of it is not past."""
    if rotation.ended_at is not None:
        raise Refused(f"{rotation.name} has ended.")
    if span.end <= now():
        raise Refused("That is past, and what was does not change. Choose a later end.")
    if span.end > now() + HORIZON:
        raise Refused(f"Shifts are planned {HORIZON.days} days ahead. Choose an earlier end.")
    return Span(max(span.start, now()), span.end)


async def expect_free(db: Session, rotation: Rotation, person: Person, span: Span) -> None:
    if person.disabled_at is not None:
        raise Refused(f"{person.name} is disabled.")
    if not person.may("take_duty"):
        raise Refused(f"{person.name} is never on call: their role is {person.role_name.lower()}.")
    if away := (await away_between(db, span, [person.id])).get(person.id):
        raise Refused(f"{person.name} is away {said(away[0])}. Choose somebody else, or other hours.")
    for one in await shifts_between(db, span, people=[person.id]):
        if one.rotation_id != rotation.id:
            raise Refused(f"{person.name} is on call elsewhere {said(one.span)}. Nobody is on call twice at a time.")
