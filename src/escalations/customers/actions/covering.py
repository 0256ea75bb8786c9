"""Rapid response looks after a customer, or no longer."""

from datetime import datetime

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import CoverEnded, CoverGranted
from ..models import Customer


async def grant_cover(db: Session, customer: Customer, until: datetime, *, by: Actor) -> None:
    """Rapid response looks after the customer until then. Also prolongs or shortens cover that is there."""
    allow(by, "manage_customers")
    if until <= now():
        raise Refused("That date is in the past. Choose the day on which the cover ends, or end the cover.")
    if customer.cover_until == until:
        return
    was = f"{customer.cover_until:%Y-%m-%d}" if customer.cover_until and customer.is_covered(now()) else None
    customer.cover_until = until
    await record(db, CoverGranted(until=f"{until:%Y-%m-%d}", was=was), on=customer, by=by)
    await db.flush()


async def end_cover(db: Session, customer: Customer, reason: str, *, by: Actor) -> None:
    allow(by, "manage_customers")
    if customer.cover_until is None or not customer.is_covered(now()):
        return
    was, customer.cover_until = customer.cover_until, now()
    await record(db, CoverEnded(was=f"{was:%Y-%m-%d}", reason=reason), on=customer, by=by)
    await db.flush()
