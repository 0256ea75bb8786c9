"""Who may be mentioned on a case: whoever may see it."""

from collections.abc import Collection

from sqlalchemy import exists
from sqlmodel import col, or_, select

from ...people.models import Clearance, Person
from ...platform.db import Session
from ...platform.time import now
from ..models import Case

OFFERED = 8


async def may_see(db: Session, case: Case, people: Collection[int]) -> set[int]:
    found = await db.exec(select(Person.id).where(col(Person.id).in_(people), _cleared(case)))
    return set(found.all())


async def offered(db: Session, case: Case, text: str, *, but: Person) -> list[Person]:
    """Names that begin with the text come first, then those in which a word does."""
    start = text.strip().replace("%", "").replace("_", "")
    alike = or_(
        col(Person.name).ilike(f"{start}%"), col(Person.name).ilike(f"% {start}%"), col(Person.email).ilike(f"{start}%")
    )
    query = select(Person).where(alike, _cleared(case), Person.id != but.id, col(Person.disabled_at).is_(None))
    return list(
        (await db.exec(query.order_by(~col(Person.name).ilike(f"{start}%"), col(Person.name)).limit(OFFERED))).all()
    )


def _cleared(case: Case):  # type: ignore[no-untyped-def]
    at = now()
    open_ = (col(Clearance.granted_at) <= at, col(Clearance.expires_at) > at, or_(col(Clearance.revoked_at).is_(None), col(Clearance.revoked_at) > at))  # fmt: skip
    return exists().where(col(Clearance.person_id) == col(Person.id), col(Clearance.boundary) == case.boundary, *open_)
