"""Covered customers whom an incident hits and who have no case about it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ARRAY, ColumnElement, Text, and_, cast, func
from sqlalchemy import select as columns
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, or_, select

from ...catalog.loading import catalogue
from ...customers.models import Customer, Subscription
from ...incidents.models import ImpactedSubscription, Incident, IncidentCustomer
from ...platform.db import Session, rows_of
from ...platform.time import now
from ..models import SilentContact

MOST = 500


@dataclass(frozen=True)
class Silent:
    """`why` names the subscriptions and how they are known to be hit; `last` is the newest attempt to ask."""

    incident_id: int
    customer_id: int
    customer: str
    boundary: str
    why: tuple[str, ...]
    last: SilentContact | None
    since: datetime

    @property
    def ref(self) -> str:
        return f"CU-{self.customer_id}"

    @property
    def incident_ref(self) -> str:
        return f"I-{self.incident_id}"

    @property
    def is_settled(self) -> bool:
        return self.last is not None and self.last.outcome != "no_answer"


async def silent_in(db: Session, incidents: Sequence[Incident]) -> list[Silent]:
    """Of all these incidents, those nobody has reached first. A fixed number of statements, however many incidents."""
    if not incidents:
        return []
    listed = await _listed(db, incidents)
    hit = _hit(incidents, await _bought(db, incidents, listed), listed)
    heard, contacts = await _heard(db, hit), await _contacts(db, incidents)
    started = {one.id: one.started_at for one in incidents}
    silent = [
        Silent(incident, customer, one.customer, one.boundary, tuple(why), contacts.get((incident, customer)), started[incident])
        for (incident, customer), (one, why) in hit.items()
        if (incident, customer) not in heard
    ]  # fmt: skip
    return sorted(silent, key=lambda one: (one.is_settled, one.last is not None, one.customer, one.incident_id))


async def unresolved_incidents(db: Session) -> list[Incident]:
    query = select(Incident).where(Incident.state == "active", col(Incident.merged_into_id).is_(None))
    return list((await db.exec(query.order_by(col(Incident.started_at).desc()).limit(30))).all())


async def newest_contact(db: Session, incident: Incident, customer: Customer) -> SilentContact | None:
    its = (SilentContact.incident_id == incident.id, SilentContact.customer_id == customer.id)
    return (await db.exec(select(SilentContact).where(*its).order_by(col(SilentContact.id).desc()).limit(1))).first()


async def _listed(db: Session, incidents: Iterable[Incident]) -> dict[int, set[str]]:
    ids = [one.id for one in incidents]
    standing = (col(ImpactedSubscription.incident_id).in_(ids), col(ImpactedSubscription.removed_at).is_(None))
    found: defaultdict[int, set[str]] = defaultdict(set)
    for incident_id, code in (
        await db.exec(select(ImpactedSubscription.incident_id, ImpactedSubscription.code).where(*standing))
    ).all():
        found[incident_id].add(code)
    return found


class Bought(NamedTuple):
    """A subscription of a covered customer."""

    code: str
    name: str
    regions: list[str]
    services: list[str]
    customer_id: int
    customer: str
    boundary: str


async def _bought(db: Session, incidents: Sequence[Incident], listed: dict[int, set[str]]) -> list[Bought]:
    """What covered customers have that one of the incidents can hit: a product of it in a place of it, or what a cloud names."""
    its = (Subscription.code, Subscription.name, Subscription.regions, Subscription.services)
    query = columns(*map(col, its), col(Customer.id), col(Customer.name), col(Customer.boundary))
    query = query.join_from(Subscription, Customer, col(Customer.id) == Subscription.customer_id)
    query = query.where(col(Customer.cover_until) > now(), or_(*_can_hit(incidents, listed)))
    return [Bought(*row) for row in await rows_of(db, query.order_by(Customer.name, col(Subscription.id)).limit(MOST))]


def _can_hit(incidents: Sequence[Incident], listed: dict[int, set[str]]) -> Iterator[ColumnElement[bool]]:
    places = sorted({region for one in incidents for region in one.regions})
    near = (
        [col(Subscription.regions).op("&&")(cast(places, ARRAY(Text)))] if all(one.regions for one in incidents) else []
    )
    products = sorted({product for one in incidents for product in products_hit(one)})
    yield and_(col(Subscription.services).op("&&")(cast(products, ARRAY(Text))), *near)
    if codes := sorted({code for some in listed.values() for code in some}):
        yield func.lower(Subscription.code).in_(codes)


def _hit(
    incidents: Sequence[Incident], bought: Sequence[Bought], listed: dict[int, set[str]]
) -> dict[tuple[int, int], tuple[Bought, list[str]]]:
    hit: dict[tuple[int, int], tuple[Bought, list[str]]] = {}
    for incident in incidents:
        products = products_hit(incident)
        for one in bought:
            why = _why(incident, products, one, listed[incident.id]) if one.boundary == incident.boundary else ""
            if why:
                hit.setdefault((incident.id, one.customer_id), (one, []))[1].append(why)
    return hit


def _why(incident: Incident, products: set[str], bought: Bought, listed: set[str]) -> str:
    if bought.code.lower() in listed:
        return f"the cloud names {bought.name}"
    known = catalogue().products
    uses = [known[key].name for key in bought.services if key in products and key in known]
    if uses and (not incident.regions or {*bought.regions} & {*incident.regions}):
        return f"{bought.name} uses {', '.join(uses[:2])} there"
    return ""


def products_hit(incident: Incident) -> set[str]:
    """The products it names; of a family of which it names none, all."""
    known = catalogue().products
    narrowed = {known[key].family for key in incident.products if key in known}
    whole = {*incident.families} - narrowed
    return {*incident.products, *(key for key, product in known.items() if product.family in whole)}


async def _heard(db: Session, hit: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those pairs of incident and customer with a case that comes of it, or may."""
    pair = (col(IncidentCustomer.incident_id), col(IncidentCustomer.customer_id))
    incidents, customers = {incident for incident, _ in hit}, {customer for _, customer in hit}
    query = columns(*pair).where(pair[0].in_(incidents), pair[1].in_(customers))
    wrote = or_(col(IncidentCustomer.cases) > 0, col(IncidentCustomer.suggested) > 0)
    return {(incident, customer) for incident, customer in await db.execute(query.where(wrote))}


async def _contacts(db: Session, incidents: Sequence[Incident]) -> dict[tuple[int, int], SilentContact]:
    query = select(SilentContact).where(col(SilentContact.incident_id).in_([one.id for one in incidents]))
    query = query.ext(distinct_on(col(SilentContact.incident_id), col(SilentContact.customer_id)))
    newest = query.order_by(
        col(SilentContact.incident_id), col(SilentContact.customer_id), col(SilentContact.id).desc()
    )
    return {(one.incident_id, one.customer_id): one for one in (await db.exec(newest)).all()}
