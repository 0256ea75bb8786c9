"""Private addresses under which a calendar program reads who is on call."""

from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.events import record
from ...platform.security import fingerprint, new_token
from ...platform.time import now
from ..events import CalendarKeyMade, CalendarKeyRevoked
from ..models import CalendarKey, Rotation

MINE = "their own shifts"


async def make_calendar_key(db: Session, rotation: Rotation | None, *, by: Person) -> str:
    """The secret part of the address, told only now."""
    allow(by, "take_duty")
    token = new_token()
    key = CalendarKey(
        boundary=rotation.boundary if rotation else "everywhere", token=fingerprint(token), person_id=by.id,
        rotation_id=rotation.id if rotation else None, created_at=now(),
    )  # fmt: skip
    db.add(key)
    await db.flush()
    await record(db, CalendarKeyMade(of=rotation.name if rotation else MINE), on=key, by=by)
    await db.flush()
    return token


async def revoke_calendar_key(db: Session, key: CalendarKey, *, by: Person) -> None:
    """Whoever has the address reads nothing any more."""
    if key.revoked_at is None:
        key.revoked_at = now()
        rotation = await db.get(Rotation, key.rotation_id) if key.rotation_id else None
        await record(db, CalendarKeyRevoked(of=rotation.name if rotation else MINE), on=key, by=by)
        await db.flush()
