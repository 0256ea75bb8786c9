"""Who is known here, by the names that other systems call them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import col, select

from ..catalog.loading import catalogue
from ..customers.models import Contact, Customer
from ..people.models import Clearance, Person
from ..platform.db import Scope, transaction
from ..platform.time import now


@dataclass(frozen=True)
class Colleague:
    """`boundaries` are those in which they may own a case now."""

    id: int
    name: str
    boundaries: frozenset[str]


@dataclass(frozen=True)
class Known:
    """Customers by number and by name in lower case, contacts by customer and address, people by address."""

    customers: Mapping[str, list[Customer]]
    contacts: Mapping[tuple[int, str], tuple[int, str]]
    people: Mapping[str, Colleague]


async def who_is_known() -> Known:
    boundaries = tuple(catalogue().boundaries)
    async with transaction(Scope.system(*boundaries)) as db:
        customers = (await db.exec(select(Customer).order_by(col(Customer.id)))).all()
        columns = (col(Contact.id), col(Contact.customer_id), col(Contact.email), col(Contact.time_zone))
        contacts = (await db.exec(select(*columns))).all()
        people = (await db.exec(select(Person))).all()
        held = (await db.exec(select(Clearance))).all()
    cleared: dict[int, set[str]] = {}
    for clearance in held:
        if clearance.is_open(now()):
            cleared.setdefault(clearance.person_id, set()).add(clearance.boundary)
    return Known(
        _by_name(customers),
        {(customer, email): (id, zone) for id, customer, email, zone in contacts},
        {one.email: Colleague(one.id, one.name, _may_own(one, cleared.get(one.id, set()))) for one in people},
    )


def _by_name(customers: Iterable[Customer]) -> dict[str, list[Customer]]:
    found: dict[str, list[Customer]] = {}
    for customer in customers:
        for name in {customer.ref.casefold(), customer.name.casefold()}:
            found.setdefault(name, []).append(customer)
    return found


def _may_own(person: Person, cleared: set[str]) -> frozenset[str]:
    return frozenset(cleared) if person.disabled_at is None and person.may("work_cases") else frozenset()
