"""The addresses under which calendars are read."""

from sqlmodel import col, select

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound
from ..models import CalendarKey


async def calendar_keys_of(db: Session, person: Person) -> list[CalendarKey]:
    mine = (CalendarKey.person_id == person.id, col(CalendarKey.revoked_at).is_(None))
    return list((await db.exec(select(CalendarKey).where(*mine).order_by(col(CalendarKey.id)))).all())


async def calendar_key_for(db: Session, person: Person, key_id: int) -> CalendarKey:
    found = await db.get(CalendarKey, key_id)
    if found is None or found.person_id != person.id:
        raise NotFound("There is no such calendar address of yours.")
    return found


async def calendar_key_with(db: Session, token: str) -> tuple[CalendarKey, Person] | None:
    """By the fingerprint of its address, while neither it nor its owner has ended."""
    open_now = (CalendarKey.token == token, col(CalendarKey.revoked_at).is_(None), col(Person.disabled_at).is_(None))
    query = select(CalendarKey, Person).join(Person, col(Person.id) == CalendarKey.person_id)
    return (await db.exec(query.where(*open_now))).one_or_none()
