"""What the targets of a case's clocks depend on, for one case and for very many clocks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_
from sqlmodel import col

from ...clocks.models import Clock
from ...clocks.policies import UNDER_POLICY, Severity, Terms
from ...clocks.queries import OPEN, Held, held, held_columns
from ...customers.models import Contact, Customer
from ...platform.db import Session
from ...platform.time import now
from ..models import Case


async def terms_of(db: Session, case: Case) -> Terms:
    customer = await db.get_one(Customer, case.customer_id)
    return terms_with(case, customer, await db.get(Contact, case.contact_id) if case.contact_id else None)


def terms_with(case: Case, customer: Customer, contact: Contact | None) -> Terms:
    return Terms(
        severity=cast(Severity, case.severity), plan=customer.plan, cover=customer.is_covered(now()),
        zone=contact.time_zone if contact else "UTC", around_the_clock=case.around_the_clock,
    )  # fmt: skip


async def clocks_under_older_policies(
    db: Session, version: str, plans: Sequence[str], limit: int
) -> list[tuple[Held, Terms]]:
    """Open ones whose target an earlier policy set, of customers whose plan the policy in force knows. Locked."""
    older = (
        col(Clock.policy_version) < version,
        col(Clock.kind).in_(UNDER_POLICY),
        col(Customer.plan).in_(list(plans)),
    )
    query = with_terms(col(Clock.state).in_(OPEN), *older).order_by(col(Clock.id)).limit(limit)
    return [(clock, terms_at(rest, clock, now())) for clock, rest in await held(db, query)]


def with_terms(*conditions: ColumnElement[bool]) -> Select[Any]:
    """The columns of `Held`, then those that `terms_at` reads."""
    rest = (
        col(Case.severity),
        col(Case.around_the_clock),
        col(Customer.plan),
        col(Customer.cover_until),
        col(Contact.time_zone),
    )
    query = held_columns(*rest).join(Case, and_(col(Case.id) == Clock.case_id, col(Case.boundary) == Clock.boundary))
    query = query.join(Customer, col(Customer.id) == Case.customer_id)
    return query.outerjoin(Contact, col(Contact.id) == Case.contact_id).where(*conditions)


def terms_at(row: Sequence[Any], clock: Held, at: datetime) -> Terms:
    """Whoever asks rapid response is owed what covered customers are."""
    severity, around_the_clock, plan, cover_until, zone = row
    covered = clock.holder == "rapid_response" or (cover_until is not None and at < cover_until)
    return Terms(severity=severity, plan=plan, cover=covered, zone=zone or "UTC", around_the_clock=around_the_clock)
