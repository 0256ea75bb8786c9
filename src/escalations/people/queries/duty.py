"""Who is there to be told."""

from ...platform.db import Session
from ...platform.time import now
from ..models import Person
from ..shifts import is_on_shift
from .clearances import clearances_of
from .everyone import people


async def people_on_duty(db: Session, role: str, boundary: str, *, product_group: str | None = None) -> list[Person]:
    """Of a role, perhaps only of one product group, cleared for the boundary: those on shift and not away, else all of them."""
    of_role = [
        person for person in await people(db) if person.role == role and product_group in (None, person.product_group)
    ]
    cleared = await clearances_of(db, [person.id for person in of_role])
    able = [
        person
        for person in of_role
        if any(one.boundary == boundary and one.is_open(now()) for one in cleared.get(person.id, []))
    ]
    present = [person for person in able if is_on_shift(person, now()) and person.presence in ("available", "busy")]
    return present or able
