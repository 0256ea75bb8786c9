"""Rotations and who takes turns in them."""

from sqlmodel import col, select

from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ..models import Member, Rotation


async def rotations(db: Session, *, ended: bool = False) -> list[Rotation]:
    query = select(Rotation).order_by(Rotation.name, col(Rotation.id))
    return list((await db.exec(query if ended else query.where(col(Rotation.ended_at).is_(None)))).all())


async def rotation_for(db: Session, ref: str, *, lock: bool = False) -> Rotation:
    """The one door to a rotation; of a boundary one may not see it is not there."""
    query = select(Rotation).where(Rotation.id == id_of(ref, "OC"))
    found = (await db.exec(query.with_for_update() if lock else query)).one_or_none()
    if found is None:
        raise NotFound(f"There is no rotation {ref}.")
    return found


async def rotation_named(db: Session, key: str, boundary: str) -> Rotation | None:
    """The boundary's own, else the one of everywhere, that has not ended."""
    here = (Rotation.key == key, col(Rotation.boundary).in_([boundary, "everywhere"]), col(Rotation.ended_at).is_(None))
    found = (await db.exec(select(Rotation).where(*here))).all()
    return min(found, key=lambda rotation: rotation.boundary == "everywhere", default=None)


async def members_of(db: Session, rotation_ids: list[int]) -> dict[int, list[int]]:
    """The ids of people in the order of their turns."""
    query = select(Member).where(col(Member.rotation_id).in_(rotation_ids)).order_by(col(Member.position))
    found: dict[int, list[int]] = {one: [] for one in rotation_ids}
    for member in (await db.exec(query)).all():
        found[member.rotation_id].append(member.person_id)
    return found
