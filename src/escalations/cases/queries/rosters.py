"""Who could take a case at this moment, for the routing decision."""

from datetime import datetime, timedelta

from sqlalchemy import case as either
from sqlalchemy import func
from sqlmodel import col, select

from ...people.models import Clearance, Person
from ...people.queries import clearances_of, people, specialties_of
from ...people.shifts import shift_window
from ...platform.db import Session
from ...platform.time import now
from ...routing.ranking import UNITS
from ...routing.roster import Candidate, Shift
from ..models import Case


async def roster(db: Session) -> list[Candidate]:
    """Everybody who works cases, with clearances, shifts and load as they are now."""
    workers = [person for person in await people(db) if person.may("work_cases")]
    ids = [person.id for person in workers]
    specialties, clearances = await specialties_of(db, ids), await clearances_of(db, ids)
    held = await _held(db)
    return [
        as_candidate(
            person,
            specialties.get(person.id, {}),
            clearances.get(person.id, []),
            *held.get(person.id, (0, None)),
        )
        for person in workers
    ]


def as_candidate(
    person: Person,
    specialties: dict[str, int],
    clearances: list[Clearance],
    used: int = 0,
    last: datetime | None = None,
) -> Candidate:
    return Candidate(
        person_id=person.id, name=person.name, role=person.role, presence=person.presence,  # type: ignore[arg-type]
        capacity=person.capacity, load=used, specialties=specialties, languages=tuple(person.languages),
        clearances=_ends(clearances), shifts=_shifts(person), last_assigned_at=last,
    )  # fmt: skip


async def _held(db: Session) -> dict[int, tuple[int, datetime | None]]:
    """Units under way and the last assignment, by owner: one walk over the open cases answers both."""
    units = func.sum(either(dict(UNITS), value=Case.severity, else_=1)).filter(col(Case.turn) == "us")
    query = select(col(Case.owner_id), func.coalesce(units, 0), func.max(Case.assigned_at)).where(
        col(Case.closed_at).is_(None), col(Case.owner_id).is_not(None)
    )
    found = (await db.exec(query.group_by(col(Case.owner_id)))).all()
    return {int(owner): (int(used), last) for owner, used, last in found if owner is not None}


def _ends(clearances: list[Clearance]) -> dict[str, datetime | None]:
    """The latest end of the clearances that are open now, by boundary."""
    ends: dict[str, datetime | None] = {}
    for clearance in clearances:
        if clearance.is_open(now()):
            until = min(clearance.expires_at, clearance.revoked_at or clearance.expires_at)
            ends[clearance.boundary] = max(until, ends.get(clearance.boundary) or until)
    return ends


def _shifts(person: Person) -> tuple[Shift, ...]:
    """The one under way or coming, and the one after it, so that touching shifts count as one."""
    window = shift_window(person, now())
    if window is None:
        return ()
    following = shift_window(person, window[1] + timedelta(seconds=1))
    return (
        tuple(Shift(start=start, end=end) for start, end in (window, following) if start)
        if following
        else (Shift(start=window[0], end=window[1]),)
    )
