"""The list of people, in pages: those whose shift is under way first, then by name."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, not_, or_, tuple_
from sqlalchemy import select as columns
from sqlmodel import col, select

from ...platform.db import Session
from ..models import Person, Specialty
from ..roles import ROLES
from ..shifts import Hours, is_on_shift

_LISTED = (col(Person.id), col(Person.name), col(Person.role), col(Person.product_group), col(Person.presence))
_HOURS = (col(Person.time_zone), col(Person.shift_start), col(Person.shift_end), col(Person.shift_days))


async def on_shift(db: Session, at: datetime, away: Collection[int]) -> ColumnElement[bool]:
    """Whether a person's shift is under way, as a condition. Many have the same hours, so only those few are worked out."""
    hours = (Hours(*row) for row in await db.exec(select(*_HOURS).where(_here()).distinct()))
    now_there = [tuple(one) for one in hours if is_on_shift(one, at)]
    there = tuple_(*_HOURS).in_(now_there) if now_there else col(Person.id).is_(None)
    return there & col(Person.id).not_in(away) if away else there


async def people_counts(db: Session, there: ColumnElement[bool]) -> tuple[int, int]:
    """All people, and how many of them are on shift."""
    query = select(func.count(), func.count().filter(there)).select_from(Person).where(_here())
    everybody, present = (await db.exec(query)).one()
    return everybody, present


class Listed(NamedTuple):
    """As much of a person as a list shows."""

    id: int
    name: str
    role: str
    product_group: str | None
    presence: str
    is_there: bool

    @property
    def ref(self) -> str:
        return f"P-{self.id}"

    @property
    def role_name(self) -> str:
        return ROLES[self.role]


async def people_found(
    db: Session, text: str, there: ColumnElement[bool], limit: int, *, after: int | None = None
) -> list[Listed]:
    """With whether they are on shift. Each word is found in a name, an address, a role, a product group or a family they know."""
    place = (not_(there), col(Person.name), col(Person.id))
    query = columns(*_LISTED, there).where(_here(), *map(_has, text.split())).order_by(*place).limit(limit)
    if after is not None:
        query = query.where(tuple_(*place) > select(*place).where(Person.id == after).scalar_subquery())
    return [Listed(*row) for row in await db.execute(query)]


def _here() -> ColumnElement[bool]:
    return col(Person.disabled_at).is_(None)


def _has(word: str) -> ColumnElement[bool]:
    known = exists().where(
        col(Specialty.person_id) == Person.id, col(Specialty.family).icontains(word, autoescape=True)
    )
    places = (col(Person.name), col(Person.email), col(Person.role), col(Person.product_group))
    return or_(*(place.icontains(word, autoescape=True) for place in places), known)
