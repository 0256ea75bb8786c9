"""Granting a customer's cover and ending it."""

from litestar import post

from ...people.access import Me
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, read_form
from ..actions import end_cover, grant_cover
from ..forms import Cover, EndOfCover
from ..queries import customer_for
from .showing import about, told


@post("/customers/{ref:str}/cover")
async def create_cover(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    customer = await customer_for(db, person, ref, lock=True)
    form = await read_form(request, Cover)
    if form.errors:
        return invalid(request, "customers/show.html", form, **await about(db, customer, form_of="cover"))
    said = form.value
    try:
        await grant_cover(db, customer, said.end_of_day(person.time_zone), said.terms, by=person)
    except Refused as refused:
        form.refuse("", str(refused))
        return conflict(request, "customers/show.html", form, **await about(db, customer, form_of="cover"))
    return await told(request, db, customer, "Rapid response now covers this customer.")


@post("/customers/{ref:str}/cover-endings")
async def create_cover_ending(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    customer = await customer_for(db, person, ref, lock=True)
    form = await read_form(request, EndOfCover)
    if form.errors:
        return invalid(request, "customers/show.html", form, **await about(db, customer, form_of="cover_ending"))
    await end_cover(db, customer, form.value.reason, form.value.contract, by=person)
    return await told(request, db, customer, "Cover ended.")


HANDLERS = [create_cover, create_cover_ending]
