"""Into one's own rail, and out of it."""

from ....people.models import Person
from ....people.roles import allow
from ....platform.db import Session, nothing_to_record
from ....platform.errors import Refused
from ....platform.time import now
from ..models import SavedView, ViewPin
from ..queries.views import pinned_views

MOST_PINNED = 12
_COMFORT = "which lists stand in somebody's own rail is nobody else's affair"


async def pin_view(db: Session, view: SavedView, *, by: Person) -> None:
    allow(by, "keep_views")
    pinned = await pinned_views(db, by)
    if view.id in {one.id for one in pinned}:
        return
    if view.deleted_at is not None:
        raise Refused(f"“{view.name}” was deleted. Bring it back first.")
    if len(pinned) >= MOST_PINNED:
        raise Refused(f"Your rail holds {MOST_PINNED} lists. Take one out first.")
    nothing_to_record(db, _COMFORT)
    db.add(ViewPin(boundary=view.boundary, person_id=by.id, view_id=view.id, at=now()))
    await db.flush()


async def unpin_view(db: Session, view: SavedView, *, by: Person) -> None:
    allow(by, "keep_views")
    nothing_to_record(db, _COMFORT)
    pin = await db.get(ViewPin, (by.id, view.id))
    if pin is not None:
        await db.delete(pin)
        await db.flush()
