"""Cases beside an incident, as its page shows them."""

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from ...cases.models import Case
from ...cases.queries import CaseLine, case_columns, lines
from ...platform.db import Session, rows_of
from ...platform.errors import NotFound
from ..models import CASE_OPEN, CASE_SEVERITY, CaseIncidentLink, Incident
from .impact import SHOWN_FIRST, confirmed
from .lists import PAGE

SHOWN = 30
"""Linked cases at a time: what else is known of an incident stands below them."""
PLACE = re.compile(r"([oc])([ABC])([0-9]{1,18})")
"""Of a linked case: whether it is open, its severity, its number."""
_suggested = col(CaseIncidentLink.state) == "suggested"


@dataclass(frozen=True)
class SuggestedCase:
    """`version` is of the suggestion, so that a bulk verb knows what the person saw."""

    line: CaseLine
    score: int
    version: int
    evidence: list[str]


@dataclass(frozen=True)
class LinkedCases:
    """`after` is where the next page begins, empty after the last one."""

    shown: list[CaseLine]
    after: str


async def linked_cases(db: Session, incident: Incident, *, after: str = "", limit: int = SHOWN) -> LinkedCases:
    """Open ones first."""
    query = case_columns().join(CaseIncidentLink, col(CaseIncidentLink.case_id) == Case.id)
    query = query.add_columns(CASE_OPEN, CASE_SEVERITY).where(*confirmed(incident.id), *_behind(after))
    rows = await rows_of(db, query.order_by(*SHOWN_FIRST).limit(limit + 1))
    last = rows[limit - 1] if len(rows) > limit else None
    return LinkedCases(lines(rows[:limit]), f"{'co'[last.case_open]}{last.case_severity}{last.id}" if last else "")


def _behind(after: str) -> tuple[ColumnElement[bool], ...]:
    if not after:
        return ()
    place = PLACE.fullmatch(after)
    if place is None:
        raise NotFound("This page of the list is not there. Go back to its beginning.")
    severity, closed = CASE_SEVERITY, CASE_OPEN.is_(False)
    less = (severity > place[2]) | ((severity == place[2]) & (col(CaseIncidentLink.case_id) < int(place[3])))
    return (closed | less,) if place[1] == "o" else (closed, less)


async def count_suggested(db: Session, incident: Incident) -> int:
    mine = (col(CaseIncidentLink.incident_id) == incident.id, _suggested)
    return int((await db.execute(select(func.count()).select_from(CaseIncidentLink).where(*mine))).scalar_one())


async def suggested_case_lines(db: Session, incident: Incident, *, limit: int = PAGE) -> list[SuggestedCase]:
    """The likeliest first."""
    query = case_columns().add_columns(
        col(CaseIncidentLink.score), col(CaseIncidentLink.evidence), col(CaseIncidentLink.version).label("link_version")
    )
    query = query.join(CaseIncidentLink, col(CaseIncidentLink.case_id) == Case.id)
    waiting = query.where(col(CaseIncidentLink.incident_id) == incident.id, _suggested)
    rows = (await db.execute(waiting.order_by(col(CaseIncidentLink.score).desc(), col(Case.id)).limit(limit))).all()
    return [
        SuggestedCase(line, row.score, row.link_version, row.evidence)
        for line, row in zip(lines(rows), rows, strict=True)
    ]
