"""Packs, and the lines of them that nobody has acknowledged."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy import select as columns
from sqlmodel import and_, col, or_, select

from ...cases.models import Case
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ..models import Handover, HandoverLine


async def handover_for(db: Session, person: Person, ref: str, *, lock: bool = False) -> Handover:
    """The one door to a pack."""
    found = await handover_with_id(db, id_of(ref, "HO"), lock=lock)
    if found is None:
        raise NotFound(f"There is no hand-over {ref}, or it is not yours to see.")
    return found


async def handover_with_id(db: Session, handover_id: int, *, lock: bool = False) -> Handover | None:
    query = select(Handover).where(Handover.id == handover_id)
    return (await db.exec(query.with_for_update(key_share=True) if lock else query)).one_or_none()


async def line_of(db: Session, handover: Handover, line_id: int) -> tuple[HandoverLine, Case]:
    """Its case locked first, then the line."""
    its = (HandoverLine.id == line_id, HandoverLine.handover_id == handover.id)
    query = select(Case).join(HandoverLine, col(HandoverLine.case_id) == Case.id).where(*its)
    case = (await db.exec(query.with_for_update(key_share=True, of=Case))).one_or_none()
    if case is None:
        raise NotFound(f"{handover.ref} has no such case.")
    return (await db.exec(select(HandoverLine).where(*its).with_for_update(key_share=True))).one(), case


async def lines_of(db: Session, handover: Handover) -> list[tuple[HandoverLine, Case]]:
    query = select(HandoverLine, Case).join(Case, col(Case.id) == HandoverLine.case_id)
    query = query.where(HandoverLine.handover_id == handover.id)
    found = await db.exec(query.order_by(col(HandoverLine.severity), col(HandoverLine.id)))
    return [(line, case) for line, case in found.all()]


async def standing_lines(
    db: Session, case_ids: Sequence[int] | None = None, *, handover_id: int | None = None
) -> list[HandoverLine]:
    """Those that wait for somebody, locked: of some cases, or of one pack."""
    query = select(HandoverLine).where(col(HandoverLine.page_at).is_not(None))
    query = query.where(
        col(HandoverLine.case_id).in_(case_ids) if case_ids is not None else HandoverLine.handover_id == handover_id
    )
    return list((await db.exec(query.order_by(col(HandoverLine.id)).with_for_update(key_share=True))).all())


async def lines_to_page(db: Session, at: datetime, limit: int) -> list[tuple[HandoverLine, Handover]]:
    """Open severity A cases that nobody has acknowledged by now. What somebody else has locked is left to them."""
    query = select(HandoverLine, Handover).join(Handover, col(Handover.id) == HandoverLine.handover_id)
    query = query.join(Case, col(Case.id) == HandoverLine.case_id)
    query = query.where(_pages_by(at))
    locked = query.limit(limit).with_for_update(key_share=True, skip_locked=True, of=HandoverLine)
    return [(line, handover) for line, handover in (await db.exec(locked)).all()]


def where_lines_page(at: datetime) -> list[Select[Any]]:
    of_cases = columns(col(HandoverLine.boundary)).join(Case, col(Case.id) == HandoverLine.case_id)
    return [of_cases.where(_pages_by(at))]


def _pages_by(at: datetime) -> ColumnElement[bool]:
    return and_(col(HandoverLine.page_at) <= at, col(Case.severity) == "A", col(Case.closed_at).is_(None))


async def handovers_about(db: Session, person: Person, limit: int = 30) -> list[Handover]:
    """Given or received by a person, the newest first."""
    mine = or_(Handover.giver_id == person.id, Handover.receiver_id == person.id)
    return list((await db.exec(select(Handover).where(mine).order_by(col(Handover.id).desc()).limit(limit))).all())


async def receivers_of(db: Session, handovers: Sequence[Handover]) -> dict[int, str]:
    wanted = {one.receiver_id for one in handovers}
    return (
        dict((await db.exec(select(Person.id, Person.name).where(col(Person.id).in_(wanted)))).all()) if wanted else {}
    )
