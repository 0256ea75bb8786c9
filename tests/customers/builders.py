"""One customer of each kind, as the tests of this room need them."""

from escalations.customers.actions import ContactFacts, CustomerFacts, add_contact, add_customer
from escalations.customers.models import Contact, Customer
from escalations.platform.events import SYSTEM
from tests.support import as_system


async def a_customer(
    name: str = "Nordhavn Rail", boundary: str = "public", plan: str = "unified", notes: str = ""
) -> Customer:
    async with as_system(boundary) as db:
        facts = CustomerFacts(name=name, industry="Transport", plan=plan)
        return await add_customer(db, facts, boundary, handling_notes=notes, by=SYSTEM)


async def a_contact(customer: Customer, name: str = "Lena Vogt", email: str = "lena@nordhavn.example") -> Contact:
    async with as_system(customer.boundary) as db:
        facts = ContactFacts(name=name, email=email, title="Operations lead", time_zone="Europe/Berlin", language="de")
        return await add_contact(db, customer, facts, by=SYSTEM)
