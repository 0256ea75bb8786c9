"""Every SELECT of what was done to many cases at once."""

from sqlmodel import col, select

from ....people.models import Person
from ....platform.db import Session
from ....platform.errors import NotFound, id_of
from ..models import Bulk, BulkCase


async def bulk_for(db: Session, person: Person, ref: str, *, lock: bool = False) -> Bulk:
    """The one door: only one's own."""
    query = select(Bulk).where(Bulk.id == id_of(ref, "B"), Bulk.person_id == person.id)
    found = (await db.exec(query.with_for_update() if lock else query)).one_or_none()
    if found is None:
        raise NotFound(f"There is no {ref} of yours.")
    return found


async def cases_of_bulk(db: Session, bulk: Bulk) -> list[BulkCase]:
    """In the order in which cases are locked."""
    query = select(BulkCase).where(BulkCase.bulk_id == bulk.id).order_by(col(BulkCase.case_id))
    return list((await db.exec(query)).all())


async def recent_bulks(db: Session, person: Person, *, limit: int = 20) -> list[Bulk]:
    query = select(Bulk).where(Bulk.person_id == person.id).order_by(col(Bulk.id).desc())
    return list((await db.exec(query.limit(limit))).all())
