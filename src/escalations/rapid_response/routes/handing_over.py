"""Packs: the list, one to write, one to read and to print."""

from litestar import get, post

from ...people.access import Me
from ...people.queries import person_for
from ...people.roles import allow
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import withdraw_handover, write_handover
from ..forms import WriteHandover
from ..presenting import about_draft, about_pack
from ..queries import names_of
from ..queries.handovers import handover_for, handovers_about

NEW = "rapid_response/hand_overs/new.html"


@get("/rapid-response/hand-overs")
async def index_handovers(request: Request, db: Db, person: Me) -> HtmlResponse:
    found = await handovers_about(db, person)
    names = await names_of(db, [one for pack in found for one in (pack.giver_id, pack.receiver_id)])
    return page(request, "rapid_response/hand_overs/index.html", topics=["handover"], handovers=found, names=names)


@get("/rapid-response/hand-overs/new")
async def new_handover(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "work_cases")
    return page(request, NEW, **await about_draft(db, person, request.query_params.get("boundary", "")))


@post("/rapid-response/hand-overs")
async def create_handover(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "work_cases")
    form = await read_form(request, WriteHandover)
    about = await about_draft(db, person, form.typed.get("boundary", ""))
    if form.errors:
        return invalid(request, NEW, form, **about)
    said = form.value
    receiver = await person_for(db, said.receiver)
    try:
        handover = await write_handover(db, person, receiver, said.boundary, said.said, said.note, by=person)
    except Refused as refused:
        return conflict(request, NEW, form.refuse("", str(refused)), **about)
    return went(request, handover.url, toast=f"{receiver.name} is told. Your cases move as they are acknowledged.")


@get("/rapid-response/hand-overs/{ref:str}")
async def show_handover(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    handover = await handover_for(db, person, ref)
    return page(request, "rapid_response/hand_overs/show.html", **await about_pack(db, person, handover))


@post("/rapid-response/hand-overs/{ref:str}/withdrawal")
async def create_handover_withdrawal(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    handover = await handover_for(db, person, ref, lock=True)
    await withdraw_handover(db, handover, by=person)
    about = await about_pack(db, person, handover)
    return changed(request, "rapid_response/hand_overs/changed.html", page=handover.url, toast="Withdrawn.", **about)


HANDLERS = [index_handovers, new_handover, create_handover, show_handover, create_handover_withdrawal]
