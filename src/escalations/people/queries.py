"""Every SELECT about people."""

from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from ..platform.db import Session
from ..platform.errors import NotFound, id_of
from ..platform.time import now
from .models import ApiToken, Clearance, Notice, Person, SignIn, SignInAttempt, Specialty
from .shifts import is_on_shift


async def person_signed_in_with(db: Session, token: str) -> tuple[Person, SignIn] | None:
    open_now = (
        SignIn.token == token,
        col(SignIn.revoked_at).is_(None),
        SignIn.expires_at > now(),
        col(Person.disabled_at).is_(None),
    )
    return (
        await db.exec(select(Person, SignIn).join(SignIn, col(SignIn.person_id) == Person.id).where(*open_now))
    ).one_or_none()


async def person_of_api_token(db: Session, token: str) -> Person | None:
    open_now = (
        ApiToken.token == token,
        col(ApiToken.revoked_at).is_(None),
        ApiToken.expires_at > now(),
        col(Person.disabled_at).is_(None),
    )
    return (
        await db.exec(select(Person).join(ApiToken, col(ApiToken.person_id) == Person.id).where(*open_now))
    ).one_or_none()


async def person_with_email(db: Session, email: str) -> Person | None:
    return (await db.exec(select(Person).where(Person.email == email.strip().lower()))).one_or_none()


async def person_for(db: Session, ref: str) -> Person:
    """The one door to a person. Colleagues are no secret to each other."""
    person = await db.get(Person, id_of(ref, "P"))
    if person is None:
        raise NotFound(f"There is no person {ref}.")
    return person


async def people(db: Session) -> list[Person]:
    return list((await db.exec(select(Person).where(col(Person.disabled_at).is_(None)).order_by(Person.name))).all())


async def demo_people(db: Session) -> list[Person]:
    return list((await db.exec(select(Person).where(col(Person.demo).is_(True)).order_by(col(Person.id)))).all())


async def specialties_of(db: Session, person_ids: list[int] | None = None) -> dict[int, dict[str, int]]:
    query = (
        select(Specialty) if person_ids is None else select(Specialty).where(col(Specialty.person_id).in_(person_ids))
    )
    found: dict[int, dict[str, int]] = {}
    for row in (await db.exec(query)).all():
        found.setdefault(row.person_id, {})[row.family] = row.level
    return found


async def clearances_of(db: Session, person_ids: list[int] | None = None) -> dict[int, list[Clearance]]:
    query = select(Clearance).order_by(Clearance.boundary)
    query = query if person_ids is None else query.where(col(Clearance.person_id).in_(person_ids))
    found: dict[int, list[Clearance]] = {}
    for row in (await db.exec(query)).all():
        found.setdefault(row.person_id, []).append(row)
    return found


async def open_boundaries(db: Session, person: Person) -> dict[str, datetime]:
    """The boundaries a person may see now, each with the moment at which that ends."""
    mine = (await clearances_of(db, [person.id])).get(person.id, [])
    ends: dict[str, datetime] = {}
    for clearance in mine:
        if clearance.is_open(now()):
            until = min(clearance.expires_at, clearance.revoked_at or clearance.expires_at)
            ends[clearance.boundary] = max(until, ends.get(clearance.boundary, until))
    return ends


async def sign_ins_of(db: Session, person: Person) -> list[SignIn]:
    open_now = (SignIn.person_id == person.id, col(SignIn.revoked_at).is_(None), SignIn.expires_at > now())
    return list((await db.exec(select(SignIn).where(*open_now).order_by(col(SignIn.seen_at).desc()))).all())


async def failures_since(db: Session, *, email: str | None = None, address: str | None = None, minutes: int) -> int:
    """Failed attempts in the last `minutes`, counted from the last success of the same name or address."""
    mine = SignInAttempt.email == email if email is not None else SignInAttempt.address == address
    since = now() - timedelta(minutes=minutes)
    success = select(func.max(SignInAttempt.at)).where(mine, col(SignInAttempt.succeeded).is_(True)).scalar_subquery()
    query = (
        select(func.count())
        .select_from(SignInAttempt)
        .where(mine, SignInAttempt.at > since, col(SignInAttempt.succeeded).is_(False))
    )
    return (await db.exec(query.where(SignInAttempt.at > func.coalesce(success, since)))).one()


async def notices_of(db: Session, person: Person, limit: int = 100) -> list[Notice]:
    """Newest first; of boundaries the person may no longer see, none."""
    mine = select(Notice).where(Notice.person_id == person.id)
    return list((await db.exec(mine.order_by(col(Notice.id).desc()).limit(limit))).all())


async def unseen_notices(db: Session, person: Person) -> int:
    query = select(func.count()).where(Notice.person_id == person.id, col(Notice.seen_at).is_(None))
    return (await db.exec(query)).one()


async def people_on_duty(db: Session, role: str, boundary: str) -> list[Person]:
    """Of a role, cleared for the boundary: those on shift and not away; if there are none, all of them."""
    of_role = [person for person in await people(db) if person.role == role]
    cleared = await clearances_of(db, [person.id for person in of_role])
    able = [
        person
        for person in of_role
        if any(one.boundary == boundary and one.is_open(now()) for one in cleared.get(person.id, []))
    ]
    present = [person for person in able if is_on_shift(person, now()) and person.presence in ("available", "busy")]
    return present or able
