"""Views: those of a person and of their teams, and what stands in their rail."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col, select

from ....catalog.loading import catalogue
from ....people.models import Person
from ....people.queries import specialties_of
from ....platform.db import Session
from ....platform.errors import NotFound, id_of
from ...queries.work import queues_of
from ..models import SavedView, ViewPin


async def teams_of(db: Session, person: Person) -> list[str]:
    """Queues in whose team one is; a lead is in those of all families."""
    if person.may("assign_others"):
        return queues_of(person, catalogue().families)
    return queues_of(person, (await specialties_of(db, [person.id])).get(person.id, {}))


async def view_for(db: Session, person: Person, ref: str, *, lock: bool = False) -> SavedView:
    """The one door to a view, a deleted one included. One that is neither one's own nor one's team's does not exist."""
    query = select(SavedView).where(SavedView.id == id_of(ref, "V"), await _in_sight(db, person))
    view = (await db.exec(query.with_for_update() if lock else query)).one_or_none()
    if view is None:
        raise NotFound(f"There is no list {ref}, or it is not yours to see.")
    return view


async def views_of(db: Session, person: Person) -> list[SavedView]:
    """One's own first, by their names."""
    query = select(SavedView).where(col(SavedView.deleted_at).is_(None), await _in_sight(db, person))
    order: tuple[Any, ...] = (col(SavedView.owner_id) != person.id, func.lower(SavedView.name), col(SavedView.id))
    return list((await db.exec(query.order_by(*order).limit(200))).all())


async def deleted_views(db: Session, person: Person) -> list[SavedView]:
    """One's own that went last."""
    query = select(SavedView).where(SavedView.owner_id == person.id, col(SavedView.deleted_at).is_not(None))
    return list((await db.exec(query.order_by(col(SavedView.deleted_at).desc()).limit(5))).all())


async def view_named(db: Session, person: Person, name: str) -> SavedView | None:
    own = and_(col(SavedView.owner_id) == person.id, col(SavedView.deleted_at).is_(None))
    query = select(SavedView).where(own, func.lower(SavedView.name) == name.lower())
    return (await db.exec(query)).one_or_none()


async def pinned_views(db: Session, person: Person) -> list[SavedView]:
    """In the order in which they were pinned. One that is its owner's alone by now, or another team's, is not shown."""
    query = select(SavedView).join(ViewPin, col(ViewPin.view_id) == SavedView.id)
    mine = query.where(ViewPin.person_id == person.id, col(SavedView.deleted_at).is_(None), await _in_sight(db, person))
    return list((await db.exec(mine.order_by(col(ViewPin.at), col(SavedView.id)))).all())


async def _in_sight(db: Session, person: Person) -> ColumnElement[bool]:
    return or_(col(SavedView.owner_id) == person.id, col(SavedView.team).in_(await teams_of(db, person)))
