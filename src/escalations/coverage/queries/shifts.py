"""Who is on call when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound
from ..models import Override, Rotation, Shift
from ..spans import Span


@dataclass(frozen=True)
class OnCall:
    """A stretch somebody is on call."""

    id: int
    rotation_id: int
    person_id: int
    name: str
    span: Span
    origin: str


def _meets(during: Any, span: Span) -> Any:
    return during.op("&&")(span.during)


async def shifts_between(
    db: Session, span: Span, *, rotations: Iterable[int] | None = None, people: Iterable[int] | None = None
) -> list[OnCall]:
    """All that touch `span`, whole, in order."""
    query = select(
        col(Shift.id), col(Shift.rotation_id), col(Shift.person_id), col(Person.name), col(Shift.during), col(Shift.origin)
    ).join(Person, col(Person.id) == Shift.person_id)  # type: ignore[call-overload]  # fmt: skip
    query = query.where(_meets(col(Shift.during), span))
    query = query if rotations is None else query.where(col(Shift.rotation_id).in_(list(rotations)))
    query = query if people is None else query.where(col(Shift.person_id).in_(list(people)))
    rows = (await db.execute(query.order_by(col(Shift.during), col(Shift.id)))).all()
    return [
        OnCall(one, rota, person, name, Span.of(during), origin) for one, rota, person, name, during, origin in rows
    ]


async def shift_rows(
    db: Session, span: Span, *, rotation_id: int | None = None, person_id: int | None = None
) -> list[Shift]:
    """The rows themselves, to be changed."""
    query = select(Shift).where(_meets(col(Shift.during), span)).order_by(col(Shift.during)).with_for_update()
    query = query if rotation_id is None else query.where(Shift.rotation_id == rotation_id)
    return list((await db.exec(query if person_id is None else query.where(Shift.person_id == person_id))).all())


async def shift_for(db: Session, rotation: Rotation, shift_id: int) -> Shift:
    found = await db.get(Shift, shift_id)
    if found is None or found.rotation_id != rotation.id:
        raise NotFound("There is no such shift in this rotation.")
    return found


async def on_duty(db: Session, rotation: Rotation, at: datetime) -> Person | None:
    """Whoever is on call at this moment, if anybody is."""
    mine = (Shift.rotation_id == rotation.id, col(Shift.during).op("@>")(at))
    query = (
        select(Person).join(Shift, col(Shift.person_id) == Person.id).where(*mine, col(Person.disabled_at).is_(None))
    )
    return (await db.exec(query)).one_or_none()


async def overrides_of(db: Session, rotation: Rotation, since: datetime) -> list[Override]:
    standing = (Override.rotation_id == rotation.id, col(Override.cancelled_at).is_(None))
    ahead = _meets(col(Override.during), Span(since, datetime.max.replace(tzinfo=since.tzinfo)))
    return list((await db.exec(select(Override).where(*standing, ahead).order_by(col(Override.during)))).all())


async def override_for(db: Session, rotation: Rotation, override_id: int) -> Override:
    found = await db.get(Override, override_id)
    if found is None or found.rotation_id != rotation.id:
        raise NotFound("There is no such override of this rotation.")
    return found
