"""Clearances: who may know of which boundary, and until when."""

from datetime import datetime

from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import ClearanceGranted, ClearanceRevoked
from ..models import Clearance, Person
from ..roles import allow


async def grant_clearance(
    db: Session, person: Person, boundary: str, until: datetime, evidence: str, *, by: Actor
) -> Clearance:
    """Nobody widens their own sight, not even an administrator."""
    allow(by, "administer")
    if by.id == person.id:
        raise NotAllowed("Nobody may grant a clearance to themselves. Ask another administrator.")
    if until <= now():
        raise Refused("That date is in the past. Choose the day on which the clearance expires.")
    clearance = Clearance(
        boundary=boundary, person_id=person.id, granted_at=now(), expires_at=until, granted_by=by.id, evidence=evidence
    )
    db.add(clearance)
    await db.flush()
    await record(db, ClearanceGranted(clearance=boundary, expires=f"{until:%Y-%m-%d}"), on=person, by=by)
    return clearance


async def revoke_clearance(db: Session, clearance: Clearance, *, by: Person) -> None:
    """`person` hears of it at once: their live pages close."""
    allow(by, "administer")
    if clearance.revoked_at is None:
        clearance.revoked_at = now()
        person = await db.get_one(Person, clearance.person_id)
        await record(db, ClearanceRevoked(clearance=clearance.boundary), on=person, by=by)
