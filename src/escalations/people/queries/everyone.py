"""People, one by one and all of them."""

from collections.abc import Collection
from typing import NamedTuple

from sqlmodel import col, select

from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ..models import Person, Specialty
from ..roles import roles_that_may


class Colleague(NamedTuple):
    """As much of a person as choosing one needs."""

    id: int
    name: str
    presence: str

    @property
    def ref(self) -> str:
        return f"P-{self.id}"


async def person_with_email(db: Session, email: str) -> Person | None:
    return (await db.exec(select(Person).where(Person.email == email.strip().lower()))).one_or_none()


async def addresses_of_people(db: Session, among: Collection[str]) -> set[str]:
    """Those of the addresses that are somebody's of ours."""
    return set((await db.exec(select(Person.email).where(col(Person.email).in_(among)))).all()) if among else set()


async def person_for(db: Session, ref: str) -> Person:
    """The one door to a person. Colleagues are no secret to each other."""
    person = await db.get(Person, id_of(ref, "P"))
    if person is None:
        raise NotFound(f"There is no person {ref}.")
    return person


async def people(db: Session) -> list[Person]:
    return list((await db.exec(select(Person).where(col(Person.disabled_at).is_(None)).order_by(Person.name))).all())


async def colleagues_who_may(db: Session, permission: str) -> list[Colleague]:
    query = select(Person.id, Person.name, Person.presence).where(col(Person.role).in_(roles_that_may(permission)))
    found = await db.exec(query.where(col(Person.disabled_at).is_(None)).order_by(Person.name))
    return [Colleague(*row) for row in found]


async def demo_people(db: Session) -> list[Person]:
    return list((await db.exec(select(Person).where(col(Person.demo).is_(True)).order_by(col(Person.id)))).all())


async def specialties_of(db: Session, person_ids: list[int] | None = None) -> dict[int, dict[str, int]]:
    query = select(Specialty.person_id, Specialty.family, Specialty.level)
    if person_ids is not None:
        query = query.where(col(Specialty.person_id).in_(person_ids))
    found: dict[int, dict[str, int]] = {}
    for person_id, family, level in await db.exec(query):
        found.setdefault(person_id, {})[family] = level
    return found
