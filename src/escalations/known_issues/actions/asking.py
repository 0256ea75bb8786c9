"""What people searched for, kept for as long as it teaches something: no business fact, but the gaps of what we know."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from ...catalog.loading import catalogue
from ...people.models import Person
from ...people.queries import open_boundaries
from ...platform.db import Scope, Session, enter, nothing_to_record
from ...platform.time import now
from ..models import EVERYWHERE, Article, SearchAsked
from ..personal_facts import impersonal

KEPT = timedelta(days=90)
LONGEST, SHORTEST = 200, 3


async def note_search(db: Session, person: Person, typed: str, results: int) -> None:
    """Once a day for each person and query, with how much it found the last time."""
    await _note(db, person, typed, {"results": min(max(results, 0), 10_000)})


async def note_opening(db: Session, person: Person, typed: str, article: Article) -> None:
    await _note(db, person, typed, {"results": 1, "opened_id": article.id}, updated=("opened_id",))


async def forget_searches(db: Session, at: datetime) -> int:
    """Also what only somebody sees who is cleared for several boundaries: so this looks into all of them."""
    await enter(db, Scope.system(*catalogue().boundaries))
    nothing_to_record(db, "searches are no business facts")
    gone = await db.execute(delete(SearchAsked).where(col(SearchAsked.day) < (at - KEPT).astimezone(UTC).date()))
    return int(getattr(gone, "rowcount", 0))


async def _note(
    db: Session, person: Person, typed: str, told: dict[str, Any], updated: tuple[str, ...] = ("results",)
) -> None:
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
    written = insert(SearchAsked).values(row)
    kept = {name: row[name] for name in (*updated, "at", "sight")}
    await db.execute(written.on_conflict_do_update(index_elements=["person_id", "day", "query"], set_=kept))


def normalised(typed: str) -> str:
    """Without what belongs to one customer as far as its form tells, and without the accidents of typing."""
    return impersonal(" ".join(typed.split())).lower()[:LONGEST]
