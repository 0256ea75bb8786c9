"""Customers for programs: their plan, handling notes and cover."""

from litestar import get, post
from litestar.params import FromQuery, JSONBody

from ....people.access import Me
from ....platform.web import Db, Ref
from ...actions import add_customer, grant_cover, revise_customer, revise_handling_notes
from ...forms import HandlingNotes, NewCustomer, RevisedCustomer
from ...queries import customer_for, customers_in_sight
from .shapes import CoverUntil, CustomerInFull, CustomerRead


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
    await grant_cover(db, customer, data.until, data.terms, by=person)
    return CustomerInFull.model_validate(customer)


HANDLERS = [list_customers, read_customer, post_customer, post_revision, post_handling_notes, post_cover]
