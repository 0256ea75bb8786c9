"""What stands in the queues and waits for somebody: in the order in which it is given out, with all that a decision needs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, DateTime, any_, bindparam, exists, func, select, true
from sqlmodel import col

from ...catalog.loading import catalogue
from ...customers.models import Contact, Customer
from ...platform.db import Session
from ...platform.events import EventRow
from ...platform.kept import Asked, Kept
from ...routing.deciding import rule_then_of
from ...routing.facts import CaseFacts
from ...routing.records import RuleThen
from ...routing.rule_files import rule_set
from ...routing.targets import UNCLEAR_QUEUE
from ..models import Case, RoutingDecision
from .counting import OUR_TURNS

MOST_A_QUEUE, NEWEST = 200, 50
GAVE_BACK, SENT_ON = "CaseUnassigned", "CaseTransferred"
LEFT = ("", "silent")
"""Why somebody had a case and has it no more: by hand, or since they did nothing on it. It does not come back to them soon."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """`rule` is that of its newest decision, which said `reason` at `decided_at`; `zone` is where the customer is."""

    case_id: int
    queue: str
    queued_at: datetime
    alerts: int
    facts: CaseFacts
    rule: RuleThen | None
    reason: str
    decided_at: datetime | None
    zone: str
    around_the_clock: bool

    @property
    def order(self) -> tuple[str, datetime, int]:
        """A before B before C, then by age."""
        return self.facts.severity, self.facts.opened_at, self.case_id


def is_waiting() -> tuple[ColumnElement[bool], ...]:
    """Open, nobody's, ours to answer and awake."""
    free = (col(Case.closed_at).is_(None), col(Case.owner_id).is_(None), col(Case.snoozed_until).is_(None))
    return (*free, col(Case.turn).in_(OUR_TURNS))


async def anything_waits(db: Session) -> bool:
    return bool((await db.execute(select(exists().where(*is_waiting())))).scalar())


async def waiting_cases(db: Session, at: datetime, only: int | None = None) -> list[Waiting]:
    """Of each queue the first `MOST_A_QUEUE`, or `only` that one case."""
    rows = await _of_one(db, only) if only else (await db.execute(_first_of_each_queue())).all()
    return await _waiting_rows(db, rows, at)


async def as_waiting(db: Session, case_ids: Sequence[int], at: datetime) -> dict[int, Waiting]:
    """The same of any cases, as if they waited."""
    rows = (await db.execute(_whole().where(col(Case.id).in_(case_ids)))).all() if case_ids else []
    return {one.case_id: one for one in await _waiting_rows(db, rows, at)}


async def _waiting_rows(db: Session, rows: Sequence[Any], at: datetime) -> list[Waiting]:
    if not rows:
        return []
    familiar = await familiar_people(db, {row.customer_id for row in rows}, at)
    left = await left_by(db, [row.id for row in rows if row.queued_at != row.opened_at], at)
    return [_waiting(row, familiar.get(row.customer_id, ()), left.get(row.id, ()), at) for row in rows]


async def locked_if_waiting(db: Session, case_ids: Sequence[int]) -> dict[int, Case]:
    """Those that still wait, locked; what somebody has in hand at this moment is left to them."""
    query = select(Case).where(col(Case.id).in_(case_ids), *is_waiting()).order_by(col(Case.id))
    query = query.with_for_update(key_share=True, skip_locked=True).execution_options(populate_existing=True)
    return {case.id: case for case in (await db.execute(query)).scalars()}


async def familiar_people(db: Session, customers: Iterable[int], at: datetime) -> dict[int, tuple[int, ...]]:
    """By customer, who owned one of their newest cases, open ones first, if it was opened within the last days."""
    since = at - timedelta(days=rule_set().assignment.familiar_days)
    return _grouped(await _familiar(True).all(db, customers=list(customers), since=since))


def familiar_with(customer_id: int, at: datetime) -> Asked[tuple[int, int]]:
    """The same of one customer, as rows that end with a person: the database keeps its plan of one number."""
    return _familiar(False).of(customers=customer_id, since=at - timedelta(days=rule_set().assignment.familiar_days))


@cache
def _familiar(several: bool) -> Kept[tuple[int, int]]:
    theirs = (col(Case.closed_at).is_not(None), col(Case.id).desc())
    newest = (
        select(col(Case.owner_id), col(Case.opened_at))
        .where(col(Case.customer_id) == col(Customer.id))
        .order_by(*theirs)
        .limit(NEWEST)
        .lateral("newest_cases")
    )
    asked = (
        any_(bindparam("customers", type_=ARRAY(BigInteger))) if several else bindparam("customers", type_=BigInteger)
    )
    recent = newest.c.opened_at >= bindparam("since", type_=DateTime(timezone=True))
    query = select(col(Customer.id), newest.c.owner_id).join(newest, true())
    known = query.where(col(Customer.id) == asked, recent, newest.c.owner_id.is_not(None)).distinct()
    return Kept(known.order_by(newest.c.owner_id))


async def left_by(db: Session, case_ids: Sequence[int], at: datetime) -> dict[int, tuple[int, ...]]:
    """By case, who had it within the last hour and let it go. Of those who sent it on, only the last: it may come back to a team."""
    if not case_ids:
        return {}
    subjects = {f"case/{case_id}": case_id for case_id in case_ids}
    since = at - timedelta(minutes=rule_set().assignment.not_again_within)
    told = (col(EventRow.action).in_((GAVE_BACK, SENT_ON)), col(EventRow.at) >= since)
    query = select(col(EventRow.subject), col(EventRow.action), col(EventRow.particulars))
    query = query.where(col(EventRow.subject).in_(list(subjects)), *told).order_by(col(EventRow.id))
    left: dict[tuple[int, str], int | None] = {}
    for subject, action, facts in await db.execute(query):
        if action == SENT_ON or facts.get("cause", "") in LEFT:
            left[subjects[subject], SENT_ON if action == SENT_ON else f"{facts.get('owner_id')}"] = facts.get(
                "owner_id"
            )
    return _grouped((case_id, person_id) for (case_id, _), person_id in left.items() if person_id)


_NEWEST = (
    select(col(RoutingDecision.at), col(RoutingDecision.reasons), col(RoutingDecision.record)["rule"].label("rule"))
    .where(col(RoutingDecision.case_id) == col(Case.id))
    .order_by(col(RoutingDecision.id).desc())
    .limit(1)
    .lateral("newest")
)
_COLUMNS = (
    col(Case.id), col(Case.queue), col(Case.severity), col(Case.opened_at), col(Case.queued_at), col(Case.alerts), col(Case.around_the_clock), col(Case.boundary),
    col(Case.customer_id), col(Case.family), col(Case.product), col(Case.region), col(Case.language), col(Case.error_codes),
    col(Case.problem_started_at), col(Customer.plan), col(Customer.cover_until), col(Contact.time_zone),
    _NEWEST.c.at.label("decided_at"), _NEWEST.c.reasons, _NEWEST.c.rule,
)  # fmt: skip


def _whole() -> Any:
    query = select(*_COLUMNS).join(Customer, col(Customer.id) == Case.customer_id)
    query = query.outerjoin(Contact, col(Contact.id) == Case.contact_id).outerjoin(_NEWEST, true())
    return query.order_by(col(Case.severity), col(Case.opened_at), col(Case.id))


async def _of_one(db: Session, case_id: int) -> list[SimpleNamespace]:
    found = await _ONE.all(db, its=case_id)
    return [SimpleNamespace(**dict(zip(_NAMES, row, strict=True))) for row in found]


_ONE: Kept[Any] = Kept(_whole().where(col(Case.id) == bindparam("its", type_=BigInteger)))
_NAMES = [column.key for column in _whole().selected_columns]


def _first_of_each_queue() -> Any:
    place = func.row_number().over(
        partition_by=col(Case.queue), order_by=(col(Case.severity), col(Case.opened_at), col(Case.id))
    )
    standing = select(col(Case.id), place.label("place")).where(*is_waiting()).subquery()
    return _whole().join(standing, standing.c.id == Case.id).where(standing.c.place <= MOST_A_QUEUE)


def _waiting(row: Any, familiar: tuple[int, ...], left: tuple[int, ...], at: datetime) -> Waiting:
    facts = CaseFacts(
        severity=row.severity, boundary=row.boundary, opened_at=row.opened_at, cloud=catalogue().boundary(row.boundary).cloud,
        family=row.family, family_sure=True, product=row.product, plan=row.plan, cover=row.cover_until is not None and at < row.cover_until,
        region=row.region, language=row.language, error_codes=tuple(row.error_codes), problem_started_at=row.problem_started_at,
        familiar=familiar, not_again=left, waited_minutes=max(0, int((at - row.queued_at).total_seconds() // 60)),
    )  # fmt: skip
    return Waiting(
        case_id=row.id, queue=row.queue if row.queue in catalogue().queues else UNCLEAR_QUEUE, queued_at=row.queued_at, alerts=row.alerts, facts=facts, zone=row.time_zone or "UTC", around_the_clock=row.around_the_clock,
        rule=rule_then_of({"rule": row.rule}) if row.rule else None, reason=row.reasons[-1] if row.reasons else "", decided_at=row.decided_at,
    )  # fmt: skip


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, tuple[int, ...]]:
    found: Mapping[int, dict[int, None]] = defaultdict(dict)
    for key, value in pairs:
        found[key][int(value)] = None
    return {key: tuple(values) for key, values in found.items()}
