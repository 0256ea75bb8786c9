"""The slot on the incident page: covered customers who are hit and have not written."""

from litestar import get, post

from ...customers.queries import customer_for
from ...incidents.queries import incident_for
from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, invalid, page, read_form
from ..actions import note_contact
from ..forms import NoteContact
from ..models import HOWS, OUTCOMES
from ..queries.silence import silent_in

SLOT = "rapid_response/silent/_slot.html"


@get("/incidents/{ref:str}/silent")
async def show_silent(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref)
    silent = await silent_in(db, [incident]) if incident.state != "resolved" else []
    return page(request, SLOT, incident=incident, silent=silent, hows=HOWS, outcomes=OUTCOMES, form_of="")


@post("/incidents/{ref:str}/silent/contacts")
async def create_silent_contact(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref)
    form = await read_form(request, NoteContact)
    told = {"incident": incident, "hows": HOWS, "outcomes": OUTCOMES}
    if form.errors:
        silent = await silent_in(db, [incident])
        return invalid(request, SLOT, form, silent=silent, form_of=form.typed.get("customer", ""), **told)
    said = form.value
    customer = await customer_for(db, person, said.customer)
    await note_contact(
        db, incident, customer, how=said.how, whom=said.whom, outcome=said.outcome, note=said.note, by=person
    )
    silent = await silent_in(db, [incident])
    words = f"Noted: {customer.name}, {OUTCOMES[said.outcome]}."
    return changed(
        request, "rapid_response/silent/changed.html", page=f"/incidents/{ref}", toast=words, silent=silent, form_of="", **told
    )  # fmt: skip


HANDLERS = [show_silent, create_silent_contact]
