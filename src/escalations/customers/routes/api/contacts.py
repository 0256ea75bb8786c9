"""A customer's contacts and subscriptions for programs."""

from litestar import get, post
from litestar.params import JSONBody

from ....people.access import Me
from ....platform.web import Db, Ref
from ...actions import add_contact, add_subscription
from ...forms import NewContact, NewSubscription
from ...queries import contacts_of, customer_for, subscriptions_of
from .shapes import ContactRead, SubscriptionRead


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


HANDLERS = [list_contacts, post_contact, list_subscriptions, post_subscription]
