"""Gaps that were not there before, told once to the duty lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, delete

from ...catalog.loading import catalogue
from ...people.actions import give_notice
from ...platform.db import Session, nothing_to_record
from ...platform.events import SYSTEM, record
from ..events import GapsFound
from ..gaps import Gap
from ..models import KnownGap
from ..queries.duty import LEAD, people_on_duty
from ..queries.gaps import coverage, known_gaps
from ..queries.rotations import rotations
from ..spans import Span
from ..wording import said
from .planning import hold_plan

NAMED = 3


@dataclass(frozen=True)
class Place:
    """The coverage of a boundary, as events and notices name it."""

    boundary: str

    @property
    def subject(self) -> str:
        return f"coverage/{self.boundary}"

    thread = subject


async def notice_gaps(db: Session, boundary: str, at: datetime) -> int:
    """How many are new. Nothing is asked of a place in which nobody is on call yet."""
    if not any(one.boundary in ("everywhere", boundary) for one in await rotations(db)):
        return 0
    await hold_plan(db)
    gaps = (await coverage(db, [boundary], at)).gaps()
    known = await known_gaps(db, boundary)
    new = [gap for gap in gaps if not any(_is_same(gap, one) for one in known)]
    if _marks(gaps) == _marks(known):
        return 0
    occasion = await _keep(db, boundary, gaps, known, at)
    if new:
        await record(db, GapsFound(count=len(new), words=_words(new)), on=Place(boundary), by=SYSTEM)
        await _tell(db, Place(boundary), new, occasion)
    return len(new)


def _is_same(gap: Gap, known: KnownGap) -> bool:
    """One that began earlier, or ends later, than it did is still the one that was told."""
    same = gap.need.key == known.requirement and gap.missing <= known.missing
    return same and gap.span.start <= known.span.end and known.span.start <= gap.span.end


def _marks(gaps: Sequence[Gap] | Sequence[KnownGap]) -> set[tuple[str, datetime, int]]:
    """All but the beginning, which moves on with the time."""
    return {(one.need.key if isinstance(one, Gap) else one.requirement, one.span.end, one.missing) for one in gaps}


async def _keep(db: Session, boundary: str, gaps: Sequence[Gap], known: Sequence[KnownGap], at: datetime) -> int:
    """A number of its own for each time that something changed."""
    await db.exec(delete(KnownGap).where(col(KnownGap.boundary) == boundary))
    rows = [
        KnownGap(
            boundary=boundary, requirement=gap.need.key, during=gap.span.during, missing=gap.missing,
            found_at=min((one.found_at for one in known if _is_same(gap, one)), default=at),
        )
        for gap in gaps
    ]  # fmt: skip
    db.add_all(rows)
    nothing_to_record(db, "what is known of gaps follows from shifts, people and rules")
    await db.flush()
    return max((row.id for row in rows), default=0)


async def _tell(db: Session, place: Place, new: Sequence[Gap], occasion: int) -> None:
    text = f"{_counted(len(new))} in {catalogue().boundaries[place.boundary].name}: {_words(new)}"
    key = f"coverage/{place.boundary}/{occasion}"
    leads = await people_on_duty(db, LEAD, place.boundary)
    await give_notice(db, leads, about=place, page="/on-call/coverage", text=text, key=key, tone="warn")


def _words(gaps: Sequence[Gap]) -> str:
    named = "; ".join(f"{gap.need.name}, {said(Span(gap.span.start, gap.span.end))}" for gap in gaps[:NAMED])
    return named + (f"; and {len(gaps) - NAMED} more" if len(gaps) > NAMED else "")


def _counted(number: int) -> str:
    return f"{number} new gap{'s' if number != 1 else ''} in coverage"
