"""The subscriptions that are known to be hit by an incident, and whose cases those are."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Select, any_, bindparam, func, select
from sqlmodel import col

from ...cases.models import Case
from ...customers.models import Customer, Subscription
from ...platform.db import Session
from ...platform.kept import Kept
from ..models import ImpactedSubscription, Incident, IncidentCustomer

_listed = ImpactedSubscription
_is_listed = col(_listed.removed_at).is_(None)


async def listings(db: Session, incident_ids: Collection[int], case_ids: Collection[int]) -> dict[tuple[int, int], str]:
    """Which of these cases stand on which of these incidents' lists: the subscription's code by (incident, case)."""
    asked = {"incidents": list(incident_ids), "cases": list(case_ids)}
    found = await _LISTINGS.all(db, **asked) if all(asked.values()) else ()
    return {(incident_id, case_id): code for incident_id, case_id, code in found}


_LISTINGS: Kept[tuple[int, int, str]] = Kept(
    select(col(_listed.incident_id), col(Case.id), col(_listed.code))
    .select_from(Case)
    .join(Subscription, col(Subscription.id) == Case.subscription_id)
    .join(_listed, col(_listed.code) == func.lower(Subscription.code))
    .where(_is_listed, col(_listed.boundary) == Case.boundary)
    .where(col(_listed.incident_id) == any_(bindparam("incidents", type_=ARRAY(BigInteger))))
    .where(col(Case.id) == any_(bindparam("cases", type_=ARRAY(BigInteger))))
)


def subscriptions_on_list(incident: Incident) -> Select[Any]:
    """Ids of our customers' subscriptions on the list."""
    query = select(col(Subscription.id)).join(_listed, col(_listed.code) == func.lower(Subscription.code))
    return query.where(
        _is_listed, col(_listed.incident_id) == incident.id, col(Subscription.boundary) == incident.boundary
    )


@dataclass(frozen=True)
class ListedSubscription:
    """`customer` and `ref` are empty when we know no such subscription."""

    code: str
    customer: str
    ref: str
    wrote: bool


@dataclass(frozen=True)
class SubscriptionList:
    """`silent` are customers on the list of whom no case is linked."""

    total: int
    known: int
    customers: int
    silent: int
    shown: list[ListedSubscription]


async def listed_subscriptions(db: Session, incident: Incident, *, limit: int = 8) -> SubscriptionList:
    """Those of silent customers first: they are hit and have not written."""
    wrote = select(col(IncidentCustomer.customer_id)).where(
        col(IncidentCustomer.incident_id) == incident.id, col(IncidentCustomer.cases) > 0
    )
    has_written = func.coalesce(col(Customer.id).in_(wrote), False)
    joined = (
        select(col(_listed.code), col(Customer.id).label("customer_id"), col(Customer.name), has_written.label("wrote"))
        .select_from(_listed)
        .outerjoin(
            Subscription,
            (func.lower(Subscription.code) == col(_listed.code)) & (col(Subscription.boundary) == _listed.boundary),
        )
        .outerjoin(Customer, col(Customer.id) == Subscription.customer_id)
        .where(_is_listed, col(_listed.incident_id) == incident.id)
        .subquery()
    )
    counts = select(
        func.count(), func.count(joined.c.customer_id), func.count(joined.c.customer_id.distinct()),
        func.count(joined.c.customer_id.distinct()).filter(~joined.c.wrote),
    )  # fmt: skip
    total, known, customers, silent = (await db.execute(counts)).one()
    if not total:
        return SubscriptionList(0, 0, 0, 0, [])
    order = (joined.c.customer_id.is_(None), joined.c.wrote, joined.c.name, joined.c.code)
    rows = (await db.execute(select(joined).order_by(*order).limit(limit))).all()
    shown = [ListedSubscription(row.code, row.name or "", f"CU-{row.customer_id}", row.wrote) for row in rows]
    return SubscriptionList(total, known, customers, silent, shown)
