"""What people have asked each other."""

from sqlalchemy import or_
from sqlmodel import col, select

from ...platform.db import Session
from ...platform.errors import NotFound
from ..models import Rotation, Swap


async def open_swaps(db: Session, *, rotation_id: int | None = None, person_id: int | None = None) -> list[Swap]:
    query = select(Swap).where(Swap.state == "asked").order_by(col(Swap.id))
    query = query if rotation_id is None else query.where(Swap.rotation_id == rotation_id)
    if person_id is not None:
        query = query.where(or_(col(Swap.asker_id) == person_id, col(Swap.asked_id) == person_id))
    return list((await db.exec(query)).all())


async def swap_for(db: Session, rotation: Rotation, swap_id: int) -> Swap:
    found = (
        await db.exec(select(Swap).where(Swap.id == swap_id, Swap.rotation_id == rotation.id).with_for_update())
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such swap.")
    return found
