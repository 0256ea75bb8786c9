"""What people were told."""

from sqlalchemy import func
from sqlmodel import col, select

from ...platform.db import Session
from ..models import Notice, Person


async def notices_of(db: Session, person: Person, limit: int = 100) -> list[Notice]:
    """Newest first; of boundaries the person may no longer see, none."""
    mine = select(Notice).where(Notice.person_id == person.id)
    return list((await db.exec(mine.order_by(col(Notice.id).desc()).limit(limit))).all())


async def unseen_notices(db: Session, person: Person) -> int:
    query = select(func.count()).where(Notice.person_id == person.id, col(Notice.seen_at).is_(None))
    return (await db.exec(query)).one()
