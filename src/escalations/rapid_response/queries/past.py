"""What was recorded of covered customers' cases, for seeing the board of the past: a fixed number of statements."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, or_, select

from ...cases.models import Case, CaseEntry, CaseTransfer, SeverityChange
from ...clocks.models import Clock
from ...clocks.queries import ledgers_of
from ...customers.models import BusinessMoment, Customer
from ...incidents.models import CaseIncidentLink, Incident
from ...platform.db import Session
from ...platform.events import EventRow
from ...product_groups.models import Escalation
from ..past import Change, PastCase, PastClock, Span

_NOT_OWED = ("resolution", "follow_up")


async def past_of_covered(db: Session, since: datetime, until: datetime, limit: int) -> list[PastCase]:
    """Of customers who have or had cover, the cases that were open at some time in between; the newest if there are more."""
    overlaps = (Case.opened_at < until, or_(col(Case.closed_at).is_(None), col(Case.closed_at) > since))
    query = select(Case).join(Customer, col(Customer.id) == Case.customer_id)
    query = query.where(*overlaps, col(Customer.cover_until).is_not(None)).order_by(col(Case.id).desc()).limit(limit)
    found = {case.id: PastCase(case) for case in (await db.exec(query)).all()}
    for statement, add in _statements(list(found)):
        for case_id, *row in await db.exec(statement):
            add(found[case_id], *row)
    await _add_moments(db, list(found.values()))
    await _add_clocks(db, found)
    return list(found.values())


def _statements(ids: Sequence[int]) -> list[tuple[Any, Callable[..., None]]]:
    replies = select(CaseEntry.case_id, CaseEntry.at).where(col(CaseEntry.case_id).in_(ids), CaseEntry.kind == "reply")
    changed = select(SeverityChange.case_id, SeverityChange.at, SeverityChange.was, SeverityChange.became)
    changed = changed.where(col(SeverityChange.case_id).in_(ids), SeverityChange.kind == "assessed")
    transfers = select(CaseTransfer.case_id, CaseTransfer.at).where(col(CaseTransfer.case_id).in_(ids))
    links = select(CaseIncidentLink.case_id, CaseIncidentLink.at, Incident.mitigated_at)
    links = links.join(Incident, col(Incident.id) == CaseIncidentLink.incident_id)
    links = links.where(col(CaseIncidentLink.case_id).in_(ids), CaseIncidentLink.state == "confirmed")
    escalated = select(Escalation.case_id, Escalation.opened_at, Escalation.closed_at)
    return [
        (replies, lambda past, at: past.replies.append(at)),
        (changed.order_by(col(SeverityChange.id)), lambda past, *told: past.severities.append(Change(*told))),
        (transfers, lambda past, at: past.transfers.append(at)),
        (links, lambda past, *told: past.incidents.append(Span(*told))),
        (escalated.where(col(Escalation.case_id).in_(ids)), lambda past, *told: past.escalations.append(Span(*told))),
    ]


async def _add_moments(db: Session, cases: Sequence[PastCase]) -> None:
    """Business moments, and when a case was opened again."""
    customers = {past.case.customer_id for past in cases}
    standing = (col(BusinessMoment.customer_id).in_(customers), col(BusinessMoment.withdrawn_at).is_(None))
    moments = (await db.exec(select(BusinessMoment).where(*standing))).all()
    subjects = {past.case.subject: past for past in cases}
    reopened = (EventRow.action == "CaseReopened", col(EventRow.subject).in_(list(subjects)))
    for subject, at in await db.exec(select(EventRow.subject, EventRow.at).where(*reopened)):
        subjects[subject].reopened.append(at)
    for past in cases:
        past.moments = [
            Span(one.starts_at, one.ends_at, one.name) for one in moments if one.customer_id == past.case.customer_id
        ]


async def _add_clocks(db: Session, found: dict[int, PastCase]) -> None:
    owed = (Clock.holder == "support", col(Clock.kind).not_in(_NOT_OWED), col(Clock.case_id).in_(list(found)))
    clocks = {
        row[0]: (row[1], row[2]) for row in await db.exec(select(Clock.id, Clock.case_id, Clock.kind).where(*owed))
    }
    for clock_id, ledger in (await ledgers_of(db, clocks)).items():
        case_id, kind = clocks[clock_id]
        found[case_id].clocks.append(PastClock(kind, ledger))
