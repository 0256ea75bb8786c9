"""Who is away when."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from ...people.away import tells_who_is_away
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound
from ..models import Absence, CalendarSource
from ..spans import Span


async def absences_of(db: Session, person: Person, since: datetime) -> list[Absence]:
    standing = (Absence.person_id == person.id, col(Absence.cancelled_at).is_(None))
    query = select(Absence).where(*standing, func.upper(col(Absence.during)) > since)
    return list((await db.exec(query.order_by(col(Absence.during)))).all())


async def absence_for(db: Session, person: Person, absence_id: int) -> Absence:
    found = await db.get(Absence, absence_id)
    if found is None or found.person_id != person.id:
        raise NotFound("There is no such absence of this person.")
    return found


async def away_between(db: Session, span: Span, people: Iterable[int] | None = None) -> dict[int, list[Span]]:
    """By person; those who are never away are not in it."""
    query = select(col(Absence.person_id), col(Absence.during)).where(
        col(Absence.cancelled_at).is_(None), col(Absence.during).op("&&")(span.during)
    )
    query = query if people is None else query.where(col(Absence.person_id).in_(list(people)))
    found: dict[int, list[Span]] = {}
    for person_id, during in (await db.execute(query)).all():
        found.setdefault(person_id, []).append(Span.of(during))
    return found


@tells_who_is_away
async def away_until(db: Session, at: datetime) -> dict[int, datetime]:
    away = await away_between(db, Span.moment(at))
    return {person_id: max(span.end for span in spans) for person_id, spans in away.items()}


async def calendar_source_of(db: Session, person: Person, *, lock: bool = False) -> CalendarSource | None:
    query = select(CalendarSource).where(CalendarSource.person_id == person.id)
    return (await db.exec(query.with_for_update() if lock else query)).one_or_none()


async def sources_to_poll(db: Session, before: datetime, limit: int = 20) -> list[CalendarSource]:
    due = func.coalesce(col(CalendarSource.polled_at), datetime.min.replace(tzinfo=before.tzinfo)) < before
    query = select(CalendarSource).where(due).order_by(col(CalendarSource.id)).limit(limit)
    return list((await db.exec(query.with_for_update(skip_locked=True))).all())
