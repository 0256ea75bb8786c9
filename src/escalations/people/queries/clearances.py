"""What people may see."""

from datetime import datetime

from sqlmodel import col, or_, select

from ...platform.db import Session
from ...platform.errors import NotFound
from ...platform.time import now
from ..models import Clearance, Person


async def clearances_of(db: Session, person_ids: list[int] | None = None) -> dict[int, list[Clearance]]:
    query = select(Clearance).order_by(Clearance.boundary)
    query = query if person_ids is None else query.where(col(Clearance.person_id).in_(person_ids))
    found: dict[int, list[Clearance]] = {}
    for row in (await db.exec(query)).all():
        found.setdefault(row.person_id, []).append(row)
    return found


async def cleared_for(db: Session, person_ids: list[int], at: datetime) -> dict[int, list[str]]:
    """By person, the boundaries they may see at a moment, in order."""
    query = select(Clearance.person_id, Clearance.boundary).where(
        col(Clearance.person_id).in_(person_ids), col(Clearance.granted_at) <= at, col(Clearance.expires_at) > at,
        or_(col(Clearance.revoked_at).is_(None), col(Clearance.revoked_at) > at),
    )  # fmt: skip
    found: dict[int, list[str]] = {}
    for person_id, boundary in await db.exec(query.distinct().order_by(Clearance.boundary)):
        found.setdefault(person_id, []).append(boundary)
    return found


async def clearance_of(db: Session, person: Person, clearance_id: int) -> Clearance:
    clearance = await db.get(Clearance, clearance_id)
    if clearance is None or clearance.person_id != person.id:
        raise NotFound("There is no such clearance of this person.")
    return clearance


async def open_boundaries(db: Session, person: Person) -> dict[str, datetime]:
    """The boundaries a person may see now, each with the moment at which that ends."""
    mine = (await clearances_of(db, [person.id])).get(person.id, [])
    ends: dict[str, datetime] = {}
    for clearance in mine:
        if clearance.is_open(now()):
            until = min(clearance.expires_at, clearance.revoked_at or clearance.expires_at)
            ends[clearance.boundary] = max(until, ends.get(clearance.boundary, until))
    return ends
