"""What of a customer can be found by searching: its name, its people, its subscriptions."""

from ..platform.db import Session
from ..platform.events import Recorded, on
from ..platform.search import Document, documents_of, facts_of, refresh_document
from .events import ContactAdded, ContactLeft, ContactRevised, CustomerAdded, CustomerRevised, SubscriptionAdded
from .queries import contacts_of, customer_with_id, subscriptions_of

KIND = "customer"


@on(CustomerAdded, CustomerRevised, ContactAdded, ContactRevised, ContactLeft, SubscriptionAdded, once_for="thread")
async def index_customer(db: Session, fact: Recorded[CustomerAdded]) -> None:
    await refresh_document(db, KIND, int(fact.thread.partition("/")[2]), customer_document)


@documents_of(KIND)
async def customer_document(db: Session, customer_id: int) -> Document | None:
    customer = await customer_with_id(db, customer_id)
    if customer is None:
        return None
    people = [f"{contact.name} {contact.email}" for contact in await contacts_of(db, customer)]
    bought = [f"{subscription.name} {subscription.code}" for subscription in await subscriptions_of(db, customer)]
    body = "\n".join([customer.industry, *people, *bought])
    return Document(
        kind=KIND, object_id=customer.id, boundary=customer.boundary, title=customer.name, body=body,
        facts=facts_of("plan", [customer.plan]),
    )  # fmt: skip
