"""The customers of the demo world."""

from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from ...customers.actions import (
    ContactFacts,
    CoverTerms,
    CustomerFacts,
    add_contact,
    add_customer,
    add_subscription,
    grant_cover,
)
from ...customers.models import Customer
from ...platform.db import Session
from ...platform.events import SYSTEM
from ...platform.time import now, time_at
from .content import clean, content, product_key


async def add_customers(db: Session, random: Random) -> list[Customer]:
    return [await _add(db, random, told) for told in content("customers")["customers"]]


async def _add(db: Session, random: Random, told: dict[str, Any]) -> Customer:
    facts = CustomerFacts(name=told["name"], industry=told["industry"], plan=told["plan"])
    customer = await add_customer(
        db, facts, told["boundary"], handling_notes=clean(told.get("handling_notes", "")), by=SYSTEM
    )
    for contact in told["contacts"]:
        await add_contact(db, customer, ContactFacts(**contact), by=SYSTEM)
    for bought in told["subscriptions"]:
        services = [key for key in map(product_key, bought["services"]) if key]
        code = str(UUID(int=random.getrandbits(128), version=4))
        await add_subscription(
            db, customer, code, bought["name"], regions=bought["regions"], services=services, by=SYSTEM
        )
    if told.get("rapid_response_cover"):
        terms = CoverTerms(told.get("contract", ""), told.get("cover_hours", "always"))
        until = now() + timedelta(days=random.randint(60, 400))
        with time_at(now() - timedelta(days=200)):
            await grant_cover(db, customer, until, terms, by=SYSTEM)
    return customer
