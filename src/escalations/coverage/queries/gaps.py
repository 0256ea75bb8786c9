"""What is read to find gaps: who is able, who is on call, what was known."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from sqlmodel import col, select

from ...people.models import Clearance
from ...people.queries import clearances_of, people, specialties_of
from ...platform.db import Session
from ..abilities import Able
from ..gaps import Gap, Stint, gaps_of
from ..models import KnownGap, Rotation
from ..requirements import Requirement, requirements
from ..spans import Span
from .absences import away_between
from .rotations import rotations
from .shifts import shifts_between

DAYS = 28


class Coverage:
    """Everything that gaps of these days follow from, as its reader may see it."""

    def __init__(self, whole: Span, needs: list[Requirement], stints: list[Stint], people: dict[int, Able]) -> None:
        self.whole, self.needs, self.stints, self.people = whole, needs, stints, people

    def gaps(self, stints: Iterable[Stint] | None = None) -> list[Gap]:
        there = self.stints if stints is None else list(stints)
        return sorted(
            (gap for need in self.needs for gap in gaps_of(need, there, self.people, self.whole)),
            key=lambda gap: (gap.span, gap.need.key),
        )


async def coverage(db: Session, boundaries: Iterable[str], at: datetime, days: int = DAYS) -> Coverage:
    """For requirements of these boundaries, from now on to the end of the last day, in UTC."""
    midnight = datetime.combine(at.astimezone(UTC).date(), time(), UTC)
    whole, places = Span(at, midnight + timedelta(days=days)), set(boundaries)
    there: dict[int, Rotation] = {one.id: one for one in await rotations(db, ended=True)}
    stints = [
        Stint(one.person_id, one.rotation_id, there[one.rotation_id].boundary, one.span)
        for one in await shifts_between(db, whole)
        if one.rotation_id in there
    ]
    needs = [need for need in requirements() if need.boundary in places]
    return Coverage(whole, needs, stints, await able_people(db, whole))


async def able_people(db: Session, whole: Span) -> dict[int, Able]:
    levels, clearances = await specialties_of(db), await clearances_of(db)
    away = await away_between(db, whole)
    return {
        one.id: Able(
            person_id=one.id, name=one.name, role=one.role, works_cases=one.may("work_cases"), levels=levels.get(one.id, {}), languages=one.languages,
            clearances=_open(clearances.get(one.id, [])), away=away.get(one.id, ()),
        )
        for one in await people(db)
    }  # fmt: skip


def _open(held: list[Clearance]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for one in held:
        end = min(one.expires_at, one.revoked_at or one.expires_at)
        if one.granted_at < end:
            found.setdefault(one.boundary, []).append(Span(one.granted_at.astimezone(UTC), end.astimezone(UTC)))
    return found


async def known_gaps(db: Session, boundary: str) -> list[KnownGap]:
    return list((await db.exec(select(KnownGap).where(KnownGap.boundary == boundary).order_by(col(KnownGap.id)))).all())
