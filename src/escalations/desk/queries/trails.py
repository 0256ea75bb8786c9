"""Events as a trail: of one thing, or of everything in sight."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ARRAY, ColumnElement, Text, any_, cast
from sqlmodel import col, or_, select

from ...cases.macros.queries import macro_for
from ...cases.queries import case_for
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ...platform.events import EventRow
from ...platform.limits import at_most
from ..lists.queries.views import view_for
from ..refs import subject_of

PAGE = 100


@dataclass(frozen=True)
class Sought:
    """`actor` is a person's ref or part of a name, `about` a ref or a subject."""

    action: str = ""
    actor: str = ""
    about: str = ""


async def trail_for(
    db: Session, person: Person, subject: str, *, before: int | None = None, limit: int = PAGE
) -> list[EventRow]:
    """The one door to a trail: of a case whoever may see the case, of anything else whoever may see what happened to it."""
    kind, _, object_id = subject.partition("/")
    if kind == "case":
        await case_for(db, person, f"C-{object_id}")
    if kind == "view" and not person.may("read_audit"):
        await view_for(db, person, f"V-{object_id}")
    if kind == "macro" and not person.may("read_audit"):
        await macro_for(db, f"M-{object_id}")
    rows = await _trail(db, person, subject, before, limit)
    if not rows and before is None:
        raise NotFound(f"There is no trail of {kind.replace('_', ' ')} {object_id}, or it is not yours to see.")
    return rows


async def _trail(db: Session, reader: Person, subject: str, before: int | None, limit: int) -> list[EventRow]:
    """Newest first. What is told of people and machines only they themselves and auditors read: it belongs to no boundary, or is on a
    person's page."""
    told_there = or_(col(EventRow.thread) == subject, col(EventRow.subject) == subject)
    query = select(EventRow).where(told_there)
    if subject != reader.subject and not reader.may("read_audit"):
        of_people = col(EventRow.thread).startswith("person/") & (EventRow.thread != reader.subject)
        query = query.where(col(EventRow.boundary).is_not(None), ~of_people)
    return list(
        (await db.exec(query.where(*_earlier(before)).order_by(col(EventRow.id).desc()).limit(at_most(limit)))).all()
    )


async def events_sought(db: Session, sought: Sought, *, before: int | None = None, limit: int = PAGE) -> list[EventRow]:
    """Of one action in the order of its own index, which names the action first: by id alone the server would walk through all events
    whenever it takes the action for a common or an even one. Being one of a list keeps the action in that order."""
    query = select(EventRow).where(*_conditions(sought), *_earlier(before))
    order = (col(EventRow.action).desc(), col(EventRow.id).desc()) if sought.action else (col(EventRow.id).desc(),)
    return list((await db.exec(query.order_by(*order).limit(at_most(limit)))).all())


def _earlier(before: int | None) -> list[ColumnElement[bool]]:
    return [] if before is None else [col(EventRow.id) < before]


def _conditions(sought: Sought) -> Iterator[ColumnElement[bool]]:
    if sought.action:
        yield col(EventRow.action) == any_(cast([sought.action], ARRAY(Text)))
    if sought.actor:
        yield _by(sought.actor.strip())
    if sought.about:
        subject = subject_of(sought.about) or sought.about.strip()
        yield or_(col(EventRow.thread) == subject, col(EventRow.subject) == subject)


def _by(actor: str) -> ColumnElement[bool]:
    try:
        return col(EventRow.actor_id) == id_of(actor, "P")
    except NotFound:
        named = select(Person.id).where(col(Person.name).icontains(actor, autoescape=True))
        return col(EventRow.actor_id).in_(named)
