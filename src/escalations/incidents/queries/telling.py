"""Which linked cases have which update, by the key of the note that it became."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, func, select
from sqlmodel import col

from ...cases.models import UPDATE_KEYS, Case, CaseEntry
from ...cases.queries.merged import seen_as, seen_together
from ...platform.db import Session
from ..models import CASE_MERGED, CASE_OPEN, CaseIncidentLink, Incident, IncidentUpdate
from .impact import confirmed


def update_key(update_id: int) -> str:
    return f"{UPDATE_KEYS}{update_id}"


def _has(update_id: int) -> ColumnElement[bool]:
    return exists().where(col(CaseEntry.case_id) == Case.id, col(CaseEntry.external_key) == update_key(update_id))


def _open_and_linked(incident: Incident) -> tuple[ColumnElement[bool], ...]:
    """A merged case is there as its survivor, so that of closed ones only those are looked up that are merged."""
    linked = select(col(CaseIncidentLink.case_id)).where(*confirmed(incident.id), CASE_OPEN | CASE_MERGED)
    return col(Case.id).in_(seen_as(linked)), col(Case.closed_at).is_(None)


async def untold_cases(db: Session, incident: Incident, update: IncidentUpdate, *, at_most: int) -> list[Case]:
    """Open, linked and without this update; locked in their order."""
    query = select(Case).where(*_open_and_linked(incident), ~_has(update.id))
    locked = query.order_by(col(Case.id)).limit(at_most).with_for_update(key_share=True, of=Case)
    return list((await db.execute(locked)).scalars())


async def count_untold(db: Session, incident: Incident, update: IncidentUpdate) -> int:
    query = select(func.count()).select_from(Case).where(*_open_and_linked(incident), ~_has(update.id))
    return int((await db.execute(query)).scalar_one())


async def is_told(db: Session, case: Case, update: IncidentUpdate) -> bool:
    query = select(col(CaseEntry.id)).where(
        col(CaseEntry.case_id) == case.id, col(CaseEntry.external_key) == update_key(update.id)
    )
    return (await db.execute(query)).first() is not None


async def told_of(db: Session, incident: Incident, updates: Sequence[IncidentUpdate]) -> dict[int, int]:
    """On how many of the open linked cases each update stands."""
    keys = [update_key(update.id) for update in updates]
    query = select(col(CaseEntry.external_key), func.count()).join(Case, col(Case.id) == CaseEntry.case_id)
    mine = query.where(*_open_and_linked(incident), col(CaseEntry.external_key).in_(keys))
    rows = await db.execute(mine.group_by(col(CaseEntry.external_key)))
    return {int(key.removeprefix(UPDATE_KEYS)): count for key, count in rows}


async def is_to_verify(db: Session, case: Case) -> bool:
    """Whether it comes of an incident that is over for the customers."""
    query = select(col(CaseIncidentLink.id)).join(Incident, col(Incident.id) == CaseIncidentLink.incident_id)
    here = col(CaseIncidentLink.case_id).in_(await seen_together(db, case))
    linked = query.where(here, col(CaseIncidentLink.state) == "confirmed")
    return (await db.execute(linked.where(col(Incident.state) != "active").limit(1))).first() is not None
