"""Who is in the room."""

from sqlmodel import col, select

from ...people.roles import allow
from ...platform.db import Session
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import GuestJoined, GuestLeft
from ..models import Engagement, EngagementGuest
from .joining import refuse_ended


async def note_guest(db: Session, engagement: Engagement, name: str, side: str, *, by: Actor) -> EngagementGuest:
    allow(by, "work_cases")
    refuse_ended(engagement)
    its = (EngagementGuest.engagement_id == engagement.id, EngagementGuest.name == name.strip())
    there = (await db.exec(select(EngagementGuest).where(*its, col(EngagementGuest.left_at).is_(None)))).one_or_none()
    if there is not None:
        return there
    guest = EngagementGuest(
        boundary=engagement.boundary, engagement_id=engagement.id, name=name.strip(), side=side, joined_at=now()
    )
    db.add(guest)
    await record(db, GuestJoined(guest=guest.name, side=side), on=engagement, by=by)
    await db.flush()
    return guest


async def note_guest_left(db: Session, engagement: Engagement, guest: EngagementGuest, *, by: Actor) -> None:
    allow(by, "work_cases")
    refuse_ended(engagement)
    if guest.left_at is None:
        guest.left_at = now()
        await record(db, GuestLeft(guest=guest.name), on=engagement, by=by)
        await db.flush()
