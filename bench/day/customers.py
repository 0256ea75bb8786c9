"""Whose cases they are: of every three customers one is covered by rapid response, of every eight one is in the government cloud."""

from bench.day.people import FROM, GOVERNMENT, UNTIL
from escalations.customers.models import Contact, Cover, Customer
from escalations.platform.db import Scope, nothing_to_record, transaction

_FIRST = (
    "Harbour",
    "Nordlys",
    "Cedar",
    "Blue Ridge",
    "Quarry",
    "Lantern",
    "Meadow",
    "Granite",
    "Orchid",
    "Sandbar",
    "Falcon",
    "Juniper",
)
_SECOND = ("Foods", "Rail", "Clinics", "Insurance")
PLANS = ("developer", "standard", "prodirect", "premier")


async def sign_up() -> list[Customer]:
    names = [f"{first} {second}" for first in _FIRST for second in _SECOND]
    return [await _customer(number, name) for number, name in enumerate(names)]


async def _customer(number: int, name: str) -> Customer:
    boundary = GOVERNMENT if number % 8 == 5 else "public"
    covered = number % 3 == 0
    customer = Customer(
        boundary=boundary, name=name, plan=PLANS[number % 4 or 3], cover_until=UNTIL if covered else None
    )
    async with transaction(Scope.system(boundary)) as db:
        nothing_to_record(db, "the stage is set before the play")
        db.add(customer)
        await db.flush()
        if covered:
            db.add(Cover(boundary=boundary, customer_id=customer.id, starts_at=FROM, until=UNTIL))
        email = f"ops@{name.lower().replace(' ', '-')}.example"
        db.add(
            Contact(
                boundary=boundary,
                customer_id=customer.id,
                name="Sam Ortega",
                email=email,
                time_zone="UTC",
                language="en",
            )
        )
    return customer
