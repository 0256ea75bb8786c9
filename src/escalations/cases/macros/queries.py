"""Macros that somebody may use. The database hides the private ones of others."""

from sqlmodel import col, or_, select

from ...catalog.loading import catalogue
from ...clocks.queries import clocks_of_case
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ..models import Case
from ..queries import people_on
from .models import Macro

MOST = 200


async def macros_in_sight(db: Session, text: str = "", boundary: str | None = None) -> list[Macro]:
    """The most used first. `boundary` leaves those that a case of it may use."""
    query = select(Macro).where(col(Macro.retired_at).is_(None))
    if boundary is not None:
        query = query.where(col(Macro.boundary).in_((boundary, "everywhere")))
    if words := text.strip():
        like = f"%{words.replace('%', '').replace('_', '')}%"
        query = query.where(or_(col(Macro.name).ilike(like), col(Macro.body).ilike(like)))
    return list((await db.exec(query.order_by(col(Macro.used).desc(), col(Macro.name)).limit(MOST))).all())


async def macro_for(db: Session, ref: str, *, lock: bool = False) -> Macro:
    """The one door. A retired one is still there to be read."""
    query = select(Macro).where(Macro.id == id_of(ref, "M"))
    found = (await db.exec(query.with_for_update() if lock else query)).one_or_none()
    if found is None:
        raise NotFound(f"There is no macro {ref}.")
    return found


async def is_taken(db: Session, name: str, owner_id: int | None, boundary: str, but: int) -> bool:
    same = (Macro.name == name, col(Macro.owner_id).is_not_distinct_from(owner_id), Macro.boundary == boundary)
    query = select(Macro.id).where(*same, Macro.id != but, col(Macro.retired_at).is_(None))
    return (await db.exec(query.limit(1))).first() is not None


async def values_for(db: Session, case: Case, person: Person) -> dict[str, str]:
    """What the case fills blanks with; due times as customers are told them."""
    customer, contact, _ = await people_on(db, case)
    known = catalogue()
    due = {
        clock.kind: clock.due_at
        for clock in await clocks_of_case(db, case.id)
        if clock.is_open and clock.holder == "support"
    }
    told = {kind: f"{at:%Y-%m-%d %H:%M} UTC" for kind, at in due.items() if at is not None}
    return {
        "contact": contact.name if contact else "",
        "first name": contact.name.split()[0] if contact else "",
        "customer": customer.name,
        "case": case.ref,
        "title": case.title,
        "product": known.product(case.product).name if case.product else known.families[case.family].name,
        "region": case.region or "",
        "severity": case.severity or "",
        "engineer": person.name,
        "first response due": told.get("first_response", ""),
        "next update due": told.get("next_update", ""),
        "resolution due": told.get("resolution", ""),
    }
