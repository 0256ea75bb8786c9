"""A list is given a name, alone or for a team; what was kept is kept anew."""

from dataclasses import dataclass
from typing import Any

from ....people.models import Person
from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import NotAllowed, Refused
from ....platform.events import record
from ....platform.time import now
from ..boundaries import boundary_of_words
from ..events import ViewChanged, ViewSaved
from ..models import SavedView
from ..queries.views import teams_of, view_named
from ..shape import Shape

_PARTS = {"name": "the name", "words": "the filters", "columns": "the columns", "grouping": "the groups", "ordering": "the order", "team": "the team"}  # fmt: skip


@dataclass(frozen=True)
class NewView:
    """`team` is the key of a queue; empty keeps it to oneself."""

    name: str
    shape: Shape
    team: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        shape = self.shape
        return {
            "name": self.name, "words": shape.q, "columns": list(shape.columns), "grouping": shape.group, "ordering": shape.order, "team": self.team or None,
        }  # fmt: skip


async def save_view(db: Session, new: NewView, *, by: Person) -> SavedView:
    """Saving the same once more is fine; the same name for something else is refused."""
    allow(by, "keep_views")
    await _refuse_foreign_team(db, new, by)
    same = await view_named(db, by, new.name)
    if same is not None:
        if different(same, new):
            raise Refused(f"You have a list “{same.name}” already. Choose another name, or change that one.")
        return same
    view = SavedView(
        boundary=await boundary_of_words(db, new.shape.q, by), owner_id=by.id, owner_name=by.name, changed_at=now(), changed_by=by.name, **new.kept,
    )  # fmt: skip
    db.add(view)
    await db.flush()
    await record(db, ViewSaved(name=view.name, team=view.team or ""), on=view, by=by)
    return view


async def change_view(db: Session, view: SavedView, new: NewView, *, by: Person) -> SavedView:
    """Its owner, or a lead where a team shares it."""
    allow(by, "keep_views")
    refuse_stranger(view, by)
    if view.deleted_at is not None:
        raise Refused(f"“{view.name}” was deleted. Bring it back first.")
    parts = different(view, new)
    if not parts:
        return view
    if new.team != (view.team or ""):
        await _refuse_foreign_team(db, new, by)
    same = await view_named(db, by, new.name) if "name" in parts else None
    if same is not None and same.id != view.id:
        raise Refused(f"You have a list “{same.name}” already. Choose another name.")
    if "words" in parts and await boundary_of_words(db, new.shape.q, by) != view.boundary:
        raise Refused("These filters name customers of another cloud than before. Save them as a list of their own.")
    for part in parts:
        setattr(view, part, new.kept[part])
    view.changed_at, view.changed_by = now(), by.name
    await db.flush()
    await record(db, ViewChanged(name=view.name, what=[_PARTS[part] for part in parts]), on=view, by=by)
    return view


def different(view: SavedView, new: NewView) -> list[str]:
    return [part for part, value in new.kept.items() if getattr(view, part) != value]


def refuse_stranger(view: SavedView, by: Person) -> None:
    if not may_change(view, by):
        raise NotAllowed(f"“{view.name}” is {view.owner_name}'s. Save a list of your own from it.")


def may_change(view: SavedView, person: Person) -> bool:
    return view.owner_id == person.id or (view.team is not None and person.may("assign_others"))


async def _refuse_foreign_team(db: Session, new: NewView, by: Person) -> None:
    if new.team and new.team not in await teams_of(db, by):
        raise Refused("Share it with a team of your own.")
