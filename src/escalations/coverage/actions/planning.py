"""Shifts as rows: written ahead from the turns, cut where something else was agreed. What is past never changes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from ...platform.db import Session, nothing_to_record
from ...platform.events import SYSTEM, record
from ..events import ShiftsPlanned
from ..models import Rotation, Shift
from ..queries import away_between, members_of, shifts_between
from ..queries.shifts import shift_rows
from ..spans import Span, minus
from ..turns import Turn

HORIZON = timedelta(days=56)
_PLANNING = 5_021_945


async def hold_plan(db: Session) -> None:
    """To the end of this transaction nobody else changes who is on call: a person stands in several rotations."""
    await db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PLANNING})


def ahead(at: datetime) -> Span:
    return Span(at, at + HORIZON)


async def fill(db: Session, rotation: Rotation, at: datetime) -> int:
    """Gives every stretch that nobody has to whoever's turn it is, unless they are away or on call elsewhere then."""
    if rotation.ended_at is not None:
        return 0
    members = (await members_of(db, [rotation.id]))[rotation.id]
    open_turns = await _open_turns(db, rotation, list(rotation.plan(members).turns(ahead(at))), ahead(at))
    new = [turn for turn in open_turns if await _is_put(db, rotation, turn)]
    if new:
        event = ShiftsPlanned(count=len(new), until=f"{max(turn.span.end for turn in new):%-d %b %Y}")
        await record(db, event, on=rotation, by=SYSTEM)
        await db.flush()
    return len(new)


async def _is_put(db: Session, rotation: Rotation, turn: Turn) -> bool:
    """Not where they are on call in a boundary that whoever does this may not see: there only the database knows."""
    try:
        async with db.begin_nested():
            put(db, rotation, turn.person_id, turn.span)
            nothing_to_record(db, "told when all are planned")
    except IntegrityError:
        return False
    return True


async def _open_turns(db: Session, rotation: Rotation, turns: list[Turn], whole: Span) -> list[Turn]:
    people = {turn.person_id for turn in turns}
    taken = [one.span for one in await shifts_between(db, whole, rotations=[rotation.id])]
    elsewhere = await shifts_between(db, whole, people=people) if people else []
    away = await away_between(db, whole, people) if people else {}
    found: list[Turn] = []
    for turn in turns:
        busy = [one.span for one in elsewhere if one.person_id == turn.person_id]
        cuts = [*taken, *busy, *away.get(turn.person_id, ())]
        found += [Turn(turn.person_id, span) for span in minus(turn.span, cuts)]
    return found


def put(db: Session, rotation: Rotation, person_id: int, span: Span, origin: str = "turn") -> None:
    db.add(
        Shift(
            boundary=rotation.boundary, rotation_id=rotation.id, person_id=person_id, during=span.during, origin=origin
        )
    )


async def free_absent(db: Session, at: datetime) -> int:
    """Takes those who are away out of shifts that whoever said so could not see."""
    freed = 0
    for person_id, spans in (await away_between(db, ahead(at))).items():
        for span in spans:
            if left := span.within(ahead(at)):
                freed += len(await free(db, left, person_id=person_id))
    return freed


async def free(db: Session, span: Span, *, rotation_id: int | None = None, person_id: int | None = None) -> list[Shift]:
    """Takes the stretch out of all shifts of a rotation or a person; what is before and after it stays theirs."""
    cut = await shift_rows(db, span, rotation_id=rotation_id, person_id=person_id)
    for shift in cut:
        await _cut(db, shift, list(minus(shift.span, [span])))
    if cut:
        nothing_to_record(db, "the verb that frees a stretch tells why")
        await db.flush()
    return cut


async def _cut(db: Session, shift: Shift, left: Iterable[Span]) -> None:
    """The row becomes its first part, so that a shift under way goes on being the same one."""
    kept = list(left)
    if not kept:
        await db.delete(shift)
        await db.flush()
        return
    shift.during = kept[0].during
    await db.flush()
    for span in kept[1:]:
        db.add(
            Shift(
                boundary=shift.boundary, rotation_id=shift.rotation_id, person_id=shift.person_id, during=span.during,
                origin=shift.origin,
            )
        )  # fmt: skip
