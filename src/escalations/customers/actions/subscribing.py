"""What a customer bought."""

from collections.abc import Sequence

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ..events import SubscriptionAdded
from ..models import Customer, Subscription
from ..queries import subscription_with_code


async def add_subscription(
    db: Session, customer: Customer, code: str, name: str, *, regions: Sequence[str], services: Sequence[str], by: Actor
) -> Subscription:
    """`regions` and `services` are keys of the catalogue."""
    allow(by, "manage_customers")
    there = await subscription_with_code(db, customer.boundary, code)
    if there is not None and there.customer_id != customer.id:
        raise Refused(f"The subscription {code} belongs to another customer. Check the code.")
    if there is not None:
        return there
    subscription = Subscription(
        boundary=customer.boundary,
        customer_id=customer.id,
        code=code,
        name=name,
        regions=list(regions),
        services=list(services),
    )
    db.add(subscription)
    await db.flush()
    await record(db, SubscriptionAdded(subscription_id=subscription.id, code=code), on=customer, by=by)
    return subscription
