"""A customer's business moments."""

from litestar import post
from litestar.params import FromPath

from ...people.access import Me
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, read_form
from ..actions import note_moment, withdraw_moment
from ..forms import Moment
from ..queries import customer_for, moment_for
from .showing import about, told


@post("/customers/{ref:str}/moments")
async def create_moment(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    customer = await customer_for(db, person, ref)
    form = await read_form(request, Moment)
    if form.errors:
        return invalid(request, "customers/show.html", form, **await about(db, customer, form_of="moment"))
    starts_at, ends_at = form.value.times(person.time_zone)
    try:
        await note_moment(db, customer, form.value.name, starts_at, ends_at, by=person)
    except Refused as refused:
        form.refuse("ends_at", str(refused))
        return conflict(request, "customers/show.html", form, **await about(db, customer, form_of="moment"))
    return await told(request, db, customer, f"{form.value.name} counts on the board of rapid response.")


@post("/customers/{ref:str}/moments/{moment_id:int}/withdrawal")
async def create_moment_withdrawal(
    request: Request, db: Db, person: Me, ref: Ref, moment_id: FromPath[int]
) -> HtmlResponse:
    customer = await customer_for(db, person, ref)
    moment = await moment_for(db, customer, moment_id)
    await withdraw_moment(db, customer, moment, by=person)
    return await told(request, db, customer, f"{moment.name} counts no more.")


HANDLERS = [create_moment, create_moment_withdrawal]
