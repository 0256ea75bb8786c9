"""Who has the triage of a group today. The order is the file's, or everybody of the group by name; the turns follow from the date."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..catalog import catalogue
from ..people.models import Person
from ..people.queries import people
from ..people.queries.clearances import clearances_of
from ..people.shifts import is_on_shift
from ..platform.db import Session

FIRST_TURN = datetime(2024, 1, 1, 6, 0, tzinfo=UTC)
"""A Monday: turns of a week change on Mondays at 06:00 UTC."""


@dataclass(frozen=True)
class Duty:
    """`instead_of` is whose turn it is while they are away or off shift."""

    person: Person
    until: datetime
    instead_of: Person | None = None


async def triage_duty(db: Session, product_group: str, boundary: str, at: datetime) -> Duty | None:
    """None when nobody of the group may see this cloud."""
    group = catalogue().product_groups.get(product_group)
    if group is None:
        return None
    engineers = [
        one for one in await people(db) if one.role == "product_group_engineer" and one.product_group == product_group
    ]
    cleared = await clearances_of(db, [one.id for one in engineers])
    able = [one for one in engineers if any(c.boundary == boundary and c.is_open(at) for c in cleared.get(one.id, []))]
    return turn_of(in_order(able, group.triage), group.triage_days, at)


def in_order(engineers: list[Person], order: tuple[str, ...]) -> list[Person]:
    """Those the file names, as it names them. Where it names nobody who is there, everybody takes turns."""
    by_address = {one.email.lower(): one for one in engineers}
    named = [by_address[address.lower()] for address in order if address.lower() in by_address]
    return named or sorted(engineers, key=lambda one: (one.name, one.id))


def turn_of(engineers: list[Person], days: int, at: datetime) -> Duty | None:
    if not engineers:
        return None
    length = timedelta(days=days)
    turn = (at - FIRST_TURN) // length
    until = FIRST_TURN + (turn + 1) * length
    whose = engineers[turn % len(engineers)]
    following = [engineers[(turn + step) % len(engineers)] for step in range(len(engineers))]
    there = next((one for one in following if is_on_shift(one, at) and one.presence in ("available", "busy")), whose)
    return Duty(there, until, None if there is whose else whose)
