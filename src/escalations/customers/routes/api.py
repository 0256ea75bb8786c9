"""Customers for programs."""

from datetime import datetime

from litestar import get, post
from litestar.params import FromQuery, JSONBody
from pydantic import AwareDatetime, BaseModel, ConfigDict

from ...people.access import Me
from ...platform.web import Db, Ref
from ..actions import add_contact, add_customer, add_subscription, grant_cover, revise_customer, revise_handling_notes
from ..forms import HandlingNotes, NewContact, NewCustomer, NewSubscription, RevisedCustomer
from ..queries import contacts_of, customer_for, customers_in_sight, subscriptions_of


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CustomerRead(_Read):
    ref: str
    name: str
    industry: str
    plan: str
    boundary: str
    cover_until: datetime | None


class CustomerInFull(CustomerRead):
    handling_notes: str
    version: int


class ContactRead(_Read):
    id: int
    name: str
    email: str
    title: str
    time_zone: str
    language: str
    left_at: datetime | None


class SubscriptionRead(_Read):
    id: int
    code: str
    name: str
    regions: list[str]
    services: list[str]


class CoverUntil(BaseModel):
    until: AwareDatetime


@get("/api/customers")
async def list_customers(
    db: Db, person: Me, q: FromQuery[str] = "", after: FromQuery[int | None] = None, limit: FromQuery[int] = 50
) -> list[CustomerRead]:
    found = await customers_in_sight(db, q, min(max(limit, 1), 200), after=after)
    return [CustomerRead.model_validate(line) for line in found]


@get("/api/customers/{ref:str}")
async def read_customer(db: Db, person: Me, ref: Ref) -> CustomerInFull:
    return CustomerInFull.model_validate(await customer_for(db, person, ref))


@post("/api/customers")
async def post_customer(db: Db, person: Me, data: JSONBody[NewCustomer]) -> CustomerInFull:
    customer = await add_customer(db, data.facts, data.boundary, handling_notes=data.handling_notes, by=person)
    return CustomerInFull.model_validate(customer)


@post("/api/customers/{ref:str}/revisions")
async def post_revision(db: Db, person: Me, ref: Ref, data: JSONBody[RevisedCustomer]) -> CustomerInFull:
    customer = await customer_for(db, person, ref, lock=True)
    await revise_customer(db, customer, data.facts, version=data.version, by=person)
    return CustomerInFull.model_validate(customer)


@post("/api/customers/{ref:str}/handling-notes")
async def post_handling_notes(db: Db, person: Me, ref: Ref, data: JSONBody[HandlingNotes]) -> CustomerInFull:
    customer = await customer_for(db, person, ref, lock=True)
    await revise_handling_notes(db, customer, data.handling_notes, version=data.version, by=person)
    return CustomerInFull.model_validate(customer)


@post("/api/customers/{ref:str}/cover")
async def post_cover(db: Db, person: Me, ref: Ref, data: JSONBody[CoverUntil]) -> CustomerInFull:
    customer = await customer_for(db, person, ref, lock=True)
    await grant_cover(db, customer, data.until, by=person)
    return CustomerInFull.model_validate(customer)


@get("/api/customers/{ref:str}/contacts")
async def list_contacts(db: Db, person: Me, ref: Ref) -> list[ContactRead]:
    contacts = await contacts_of(db, await customer_for(db, person, ref))
    return [ContactRead.model_validate(contact) for contact in contacts]


@post("/api/customers/{ref:str}/contacts")
async def post_contact(db: Db, person: Me, ref: Ref, data: JSONBody[NewContact]) -> ContactRead:
    contact = await add_contact(db, await customer_for(db, person, ref), data.facts, by=person)
    return ContactRead.model_validate(contact)


@get("/api/customers/{ref:str}/subscriptions")
async def list_subscriptions(db: Db, person: Me, ref: Ref) -> list[SubscriptionRead]:
    subscriptions = await subscriptions_of(db, await customer_for(db, person, ref))
    return [SubscriptionRead.model_validate(subscription) for subscription in subscriptions]


@post("/api/customers/{ref:str}/subscriptions")
async def post_subscription(db: Db, person: Me, ref: Ref, data: JSONBody[NewSubscription]) -> SubscriptionRead:
    customer = await customer_for(db, person, ref)
    subscription = await add_subscription(
        db, customer, data.code, data.name, regions=data.regions, services=data.services, by=person
    )
    return SubscriptionRead.model_validate(subscription)


HANDLERS = [
    list_customers,
    read_customer,
    post_customer,
    post_revision,
    post_handling_notes,
    post_cover,
    list_contacts,
    post_contact,
    list_subscriptions,
    post_subscription,
]
