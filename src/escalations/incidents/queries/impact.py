"""What an incident did to customers: counted from the confirmed links, never typed. A link knows of its case all that this takes,
and one index holds it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, Subquery, bindparam, func, literal_column, select
from sqlmodel import col

from ...customers.models import Customer
from ...platform.db import Session
from ...platform.kept import Kept
from ...platform.time import now
from ..models import (
    CASE_OPEN,
    CASE_OPENED_AT,
    CASE_REGION,
    CASE_SEVERITY,
    CASE_SUBSCRIPTION,
    LINKED_CUSTOMER,
    CaseIncidentLink,
    Incident,
)
from ..reach import region_name


@dataclass(frozen=True)
class Impact:
    """What the confirmed links say, never what somebody typed."""

    cases: int
    open_cases: int
    customers: int
    covered: int
    subscriptions: int
    regions: tuple[str, ...]
    first_case_at: datetime | None
    before_declared: int

    @property
    def region_names(self) -> list[str]:
        return [region_name(key) for key in self.regions]


async def impact_of(db: Session, incident: Incident) -> Impact:
    told = await _ADDED_UP.all(db, incident=incident.id, at=now(), declared_at=incident.declared_at)
    cases, open_cases, customers, covered, subscriptions, regions, first_case_at, before_declared = told[0]
    return Impact(
        cases, open_cases, customers, covered, subscriptions, tuple(regions or ()), first_case_at, before_declared
    )


def linked_cases_by_link() -> Subquery:
    """Of the incident that is given: each linked case by what its link knows; `covered` is its customer, if that one has cover at the
    moment that is given."""
    covered = (
        select(col(Customer.id))
        .where(col(Customer.cover_until) > bindparam("at", type_=DateTime(timezone=True)))
        .subquery()
    )
    columns = (
        LINKED_CUSTOMER,
        CASE_OPEN,
        CASE_OPENED_AT,
        CASE_REGION,
        CASE_SUBSCRIPTION,
        covered.c.id.label("covered"),
    )
    query = select(*columns).select_from(CaseIncidentLink).outerjoin(covered, covered.c.id == LINKED_CUSTOMER)
    return query.where(*confirmed(INCIDENT)).subquery()


INCIDENT: ColumnElement[int] = bindparam("incident", type_=BigInteger)


def confirmed(incident_id: Any) -> tuple[ColumnElement[bool], ...]:
    """Spelled out, since an index for confirmed ones alone serves no state that is given later."""
    return col(CaseIncidentLink.incident_id) == incident_id, col(CaseIncidentLink.state) == literal_column(
        "'confirmed'"
    )


def _added_up() -> Any:
    linked = linked_cases_by_link()
    declared_at: ColumnElement[datetime] = bindparam("declared_at", type_=DateTime(timezone=True))
    return select(
        func.count(), func.count().filter(linked.c.case_open), func.count(linked.c.customer_id.distinct()),
        func.count(linked.c.covered.distinct()), func.count(linked.c.case_subscription_id.distinct()),
        func.array_agg(linked.c.case_region.distinct()).filter(linked.c.case_region.is_not(None)), func.min(linked.c.case_opened_at),
        func.count().filter(linked.c.case_opened_at < declared_at),
    )  # fmt: skip


_ADDED_UP: Kept[Any] = Kept(_added_up())
SHOWN_FIRST = (CASE_OPEN.desc(), CASE_SEVERITY, col(CaseIncidentLink.case_id).desc())
"""Open cases before closed ones, severe ones before others, newer before older."""
