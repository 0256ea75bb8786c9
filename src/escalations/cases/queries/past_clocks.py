"""Clocks of cases that were opened in a span of time, with all that their targets depended on, batch by batch."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func, tuple_
from sqlalchemy import select as columns
from sqlmodel import col

from ...clocks.models import Clock
from ...clocks.policies import UNDER_POLICY, Severity, TargetKind, Terms
from ...clocks.queries import ledgers_of
from ...clocks.replaying import PastClock
from ...customers.models import Contact, Customer
from ...platform.db import Scope, Session, transaction
from ..models import Case, SeverityChange

BATCH = 500


@dataclass(frozen=True)
class Span:
    """Of cases by their opening. `until` is not in it any more."""

    since: datetime
    until: datetime


async def cases_opened_in(db: Session, span: Span) -> int:
    query = columns(func.count()).where(col(Case.opened_at) >= span.since, col(Case.opened_at) < span.until)
    return int((await db.execute(query)).scalar_one())


async def past_clocks(scope: Scope, span: Span) -> AsyncIterator[tuple[int, list[PastClock]]]:
    """How many cases, and their clocks, in the order in which the cases were opened. Each batch is a transaction."""
    place: tuple[datetime, int] = (span.since, 0)
    while True:
        async with transaction(scope) as db:
            cases = await _cases(db, span, place)
            found = await _clocks_of(db, cases)
        if not cases:
            return
        yield len(cases), found
        place = (cases[-1].opened_at, cases[-1].id)


async def _cases(db: Session, span: Span, place: tuple[datetime, int]) -> Sequence[Any]:
    query = columns(
        col(Case.id), col(Case.opened_at), col(Case.family), col(Case.severity), col(Case.around_the_clock),
        col(Customer.plan), col(Customer.cover_until), col(Contact.time_zone),
    ).join(Customer, col(Customer.id) == Case.customer_id)  # fmt: skip
    query = query.outerjoin(Contact, col(Contact.id) == Case.contact_id)
    opened = tuple_(col(Case.opened_at), col(Case.id))
    query = query.where(opened > place, col(Case.opened_at) < span.until)
    return (await db.execute(query.order_by(col(Case.opened_at), col(Case.id)).limit(BATCH))).all()


async def _clocks_of(db: Session, cases: Sequence[Any]) -> list[PastClock]:
    by_id = {case.id: case for case in cases}
    query = columns(col(Clock.id), col(Clock.case_id), col(Clock.kind), col(Clock.holder))
    query = query.where(col(Clock.case_id).in_(by_id), col(Clock.kind).in_(UNDER_POLICY)).order_by(col(Clock.id))
    clocks = (await db.execute(query)).all()
    ledgers, severities = await ledgers_of(db, [clock.id for clock in clocks]), await _severities(db, list(by_id))
    return [
        PastClock(
            id=clock.id, case_id=clock.case_id, kind=cast(TargetKind, clock.kind), family=by_id[clock.case_id].family,
            ledger=ledgers[clock.id], terms=_terms(by_id[clock.case_id], severities[clock.case_id], clock.holder),
        )
        for clock in clocks
    ]  # fmt: skip


async def _severities(db: Session, case_ids: list[int]) -> dict[int, list[tuple[datetime, str, str]]]:
    """When it became what, and what it had been, oldest first."""
    query = columns(
        col(SeverityChange.case_id), col(SeverityChange.at), col(SeverityChange.was), col(SeverityChange.became)
    ).where(col(SeverityChange.case_id).in_(case_ids), col(SeverityChange.kind) == "assessed")
    changes: defaultdict[int, list[tuple[datetime, str, str]]] = defaultdict(list)
    for case_id, *change in await db.execute(query.order_by(col(SeverityChange.id))):
        changes[case_id].append(cast(tuple[datetime, str, str], tuple(change)))
    return changes


def _terms(case: Any, changes: Sequence[tuple[datetime, str, str]], holder: str) -> Callable[[datetime], Terms]:
    def at(moment: datetime) -> Terms:
        passed = bisect_right(changes, moment, key=lambda change: change[0])
        severity = changes[passed - 1][2] if passed else changes[0][1] if changes else case.severity
        covered = holder == "rapid_response" or (case.cover_until is not None and moment < case.cover_until)
        return Terms(
            severity=cast(Severity, severity), plan=case.plan, cover=covered, zone=case.time_zone or "UTC",
            around_the_clock=case.around_the_clock,
        )  # fmt: skip

    return at
