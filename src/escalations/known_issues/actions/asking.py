"""What people searched for, kept for as long as it teaches something: no business fact, but the gaps of what we know."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from ...catalog.loading import catalogue
from ...people.models import Person
from ...people.queries import open_boundaries
from ...platform.db import Scope, Session, enter, nothing_to_record
from ...platform.time import now
from ..models import EVERYWHERE, SearchAsked
from ..personal_facts import impersonal

KEPT = timedelta(days=30)
"""As long as the page of knowledge debt looks back, and no longer: people type what customers told them."""
LONGEST, SHORTEST = 200, 3


async def note_search(db: Session, person: Person, typed: str, results: int) -> None:
    """Once a day for each person and query, with how much it found the last time. One of today that its own author may no longer see
    stays as it is."""
    await _note(db, person, typed, {"results": _counted(results)})


async def note_opening(
    db: Session, person: Person, typed: str, results: int, opened: str, position: int | None = None
) -> None:
    """`opened` is the reference of what was found, `position` its place among all that was shown."""
    await _note(db, person, typed, {"results": _counted(results), "opened": opened, "position": position})


def _counted(results: int) -> int:
    return min(max(results, 0), 10_000)


async def forget_searches(db: Session, at: datetime) -> int:
    """Also what only somebody sees who is cleared for several boundaries: so this looks into all of them."""
    await enter(db, Scope.system(*catalogue().boundaries))
    nothing_to_record(db, "searches are no business facts")
    gone = await db.execute(delete(SearchAsked).where(col(SearchAsked.day) < (at - KEPT).astimezone(UTC).date()))
    return int(getattr(gone, "rowcount", 0))


async def _note(db: Session, person: Person, typed: str, told: dict[str, Any]) -> None:
    query = normalised(typed)
    if len(query) < SHORTEST:
        return
    nothing_to_record(db, "searches are no business facts")
    sight = sorted(await open_boundaries(db, person))
    row = {
        "boundary": EVERYWHERE,
        "person_id": person.id,
        "day": now().astimezone(UTC).date(),
        "query": query,
        "sight": sight,
        "at": now(),
        **told,
    }
    new = insert(SearchAsked).values(row).on_conflict_do_nothing().returning(col(SearchAsked.person_id))
    if (await db.execute(new)).first() is None:
        kept = {name: row[name] for name in (*told, "at", "sight")}
        of_today = (
            col(SearchAsked.person_id) == person.id,
            col(SearchAsked.day) == row["day"],
            col(SearchAsked.query) == query,
        )
        await db.execute(update(SearchAsked).where(*of_today).values(kept))


def normalised(typed: str) -> str:
    """Without what belongs to one customer as far as its form tells, and without the accidents of typing."""
    return impersonal(" ".join(typed.split())).lower()[:LONGEST]
