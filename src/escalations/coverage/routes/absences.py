"""When a person is away, as everybody may know."""

from litestar import get, post
from litestar.params import FromPath

from ...people.access import Me
from ...people.queries import person_for
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ...platform.web.pages import is_htmx, went
from ..actions import cancel_absence
from ..queries import absence_for, absences_of


@get("/people/{ref:str}/absences")
async def index_absences(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """A page of its own, and a slot of the person's page."""
    shown = await person_for(db, ref)
    template = "coverage/_absences.html" if is_htmx(request) else "coverage/absences.html"
    mine = shown.id == person.id
    return page(
        request, template, shown=shown, absences=await absences_of(db, shown, now()),
        may_change=person.may("take_duty" if mine else "manage_roster"), may_know_why=mine or person.may("manage_roster"),
    )  # fmt: skip


@post("/people/{ref:str}/absences/{absence_id:int}/cancellation")
async def create_absence_cancellation(
    request: Request, db: Db, person: Me, ref: Ref, absence_id: FromPath[int]
) -> HtmlResponse:
    shown = await person_for(db, ref)
    await cancel_absence(db, shown, await absence_for(db, shown, absence_id), by=person)
    return went(request, f"/people/{ref}/absences")


HANDLERS = [index_absences, create_absence_cancellation]
