"""Which queues are a person's own, and what waits there for anybody."""

from collections.abc import Collection

from sqlmodel import col

from ...cases.models import Case
from ...cases.queries import CaseLine, open_cases
from ...catalog.loading import catalogue
from ...people.models import Person
from ...platform.db import Session


def queues_of(person: Person, families: Collection[str]) -> list[str]:
    """Those their role works, of the families they know; a queue without families is for everybody of its roles."""
    mine = (queue for queue in catalogue().queues.values() if person.role in queue.roles)
    return [queue.key for queue in mine if not queue.families or set(queue.families) & set(families)]


async def unowned_in(db: Session, queues: Collection[str], *, limit: int = 10) -> list[CaseLine]:
    if not queues:
        return []
    waiting = (col(Case.owner_id).is_(None), col(Case.snoozed_until).is_(None), col(Case.queue).in_(queues))
    return await open_cases(db, *waiting, limit=limit)
