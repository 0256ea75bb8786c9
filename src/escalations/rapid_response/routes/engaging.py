"""The slot on the case page, and the three verbs in it."""

from litestar import get, post

from ...cases.queries import case_for
from ...people.access import Me
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, conflict, invalid, page, read_form
from ..actions import engage, request_rapid_response, stand_down
from ..forms import RequestRapidResponse, StandDownCase
from ..presenting import about_cover


@get("/cases/{ref:str}/cover")
async def show_cover(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    return page(request, "rapid_response/cover/_slot.html", **await about_cover(db, person, case))


@post("/cases/{ref:str}/rapid-response")
async def create_request(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    form = await read_form(request, RequestRapidResponse)
    if form.errors:
        return invalid(request, "rapid_response/request/_form.html", form, case=case)
    try:
        await request_rapid_response(db, case, form.value.reason, by=person)
    except Refused as refused:
        return conflict(request, "rapid_response/request/_form.html", form.refuse("", str(refused)), case=case)
    about = await about_cover(db, person, case)
    return changed(
        request, "rapid_response/cover/changed.html", page=f"/cases/{ref}", toast="Rapid response is asked.", **about
    )


@post("/cases/{ref:str}/rapid-response/engagement")
async def create_engagement(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    engagement = await engage(db, case, by=person)
    about, toast = await about_cover(db, person, case), f"You lead {engagement.ref} now."
    return changed(request, "rapid_response/cover/changed.html", page=f"/cases/{ref}", toast=toast, **about)


@post("/cases/{ref:str}/rapid-response/stand-down")
async def create_stand_down(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    form = await read_form(request, StandDownCase)
    about = await about_cover(db, person, case)
    if form.errors:
        return invalid(request, "rapid_response/stand_down/_form.html", form, **about)
    try:
        await stand_down(db, case, form.value.note, form.value.learned, by=person)
    except Refused as refused:
        return conflict(request, "rapid_response/stand_down/_form.html", form.refuse("learned", str(refused)), **about)
    about = await about_cover(db, person, case)
    return changed(
        request, "rapid_response/cover/changed.html", page=f"/cases/{ref}", toast="Rapid response stands down.", **about
    )


HANDLERS = [show_cover, create_request, create_engagement, create_stand_down]
