"""A view goes, and comes back if that was a mistake."""

from ....people.models import Person
from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import Refused
from ....platform.events import record
from ....platform.time import now
from ..events import ViewDeleted, ViewRestored
from ..models import SavedView
from ..queries.views import view_named
from .saving import refuse_stranger


async def delete_view(db: Session, view: SavedView, *, by: Person) -> None:
    """For all who share it."""
    allow(by, "keep_views")
    refuse_stranger(view, by)
    if view.deleted_at is not None:
        return
    view.deleted_at, view.deleted_by = now(), by.name
    await db.flush()
    await record(db, ViewDeleted(name=view.name), on=view, by=by)


async def restore_view(db: Session, view: SavedView, *, by: Person) -> None:
    allow(by, "keep_views")
    refuse_stranger(view, by)
    if view.deleted_at is None:
        return
    if view.owner_id == by.id and await view_named(db, by, view.name):
        raise Refused(f"You have saved another list “{view.name}” meanwhile. Rename that one first.")
    view.deleted_at, view.deleted_by = None, ""
    await db.flush()
    await record(db, ViewRestored(name=view.name), on=view, by=by)
