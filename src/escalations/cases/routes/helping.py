"""Asking somebody for help, raising a hand, and the page of cases that look for one."""

from typing import Any

from litestar import get, post
from litestar.params import FromPath

from ...catalog.loading import catalogue
from ...people.access import Me
from ...people.models import Person
from ...people.queries import person_for
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotFound, Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions.calling import call_for_help, end_call
from ..actions.helping import answer_help, ask_for_help, offer_help
from ..forms.helping import CallEnd, Calling, HelpAnswer, HelpAsk, HelpOffer
from ..models import Case
from ..queries import case_for
from ..queries.helping import able_to_help, asked_of, call_of, calls_for_help, help_for, helpers_of

PAGE = "cases/help/show.html"
ANSWERED = {
    "accepted": lambda name: f"{name} helps.",
    "declined": lambda name: f"{name} does not help.",
    "ended": lambda name: f"{name} helps no more.",
}


@get("/help-wanted")
async def show_calls(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "work_cases")
    calls, asked = await calls_for_help(db, person), await asked_of(db, person)
    return page(request, "cases/help/calls.html", calls=calls, asked=asked, catalogue=catalogue())


@get("/cases/{ref:str}/help")
async def show_help(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, PAGE, **await _offered(db, await case_for(db, person, ref)))


@post("/cases/{ref:str}/help")
async def create_help(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, HelpAsk)
    if form.errors:
        return invalid(request, PAGE, form, **await _offered(db, case))
    try:
        asked = await person_for(db, form.value.person)
        await ask_for_help(db, case, asked, form.value.question, by=person)
    except (Refused, NotFound) as refused:
        return conflict(request, PAGE, form.refuse("", str(refused)), **await _offered(db, case))
    return went(request, f"/cases/{case.ref}/help", toast=f"{asked.name} is asked.")


@post("/cases/{ref:str}/help-offers")
async def create_help_offer(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, HelpOffer)
    if form.errors:
        return invalid(request, PAGE, form, **await _offered(db, case))
    await offer_help(db, case, form.value.question, by=person)
    return went(request, f"/cases/{case.ref}/help", toast="Your hand is raised.")


@post("/cases/{ref:str}/help/{help_id:int}/answers")
async def create_help_answer(request: Request, db: Db, person: Me, ref: Ref, help_id: FromPath[int]) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, HelpAnswer)
    if form.errors:
        return invalid(request, PAGE, form, **await _offered(db, case))
    try:
        help = await help_for(db, case, help_id)
        await answer_help(db, case, help, form.value.answer, form.value.note, by=person)
        said = ANSWERED[form.value.answer]((await db.get_one(Person, help.person_id)).name)
    except Refused as refused:
        return conflict(request, PAGE, form.refuse("", str(refused)), **await _offered(db, case))
    return went(request, f"/cases/{case.ref}/help", toast=said)


@post("/cases/{ref:str}/help-calls")
async def create_call(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Calling)
    if form.errors:
        return invalid(request, PAGE, form, **await _offered(db, case))
    await call_for_help(db, case, form.value.family, form.value.question, by=person)
    return went(request, f"/cases/{case.ref}/help", toast="It is listed among the cases that look for help.")


@post("/cases/{ref:str}/help-calls/end")
async def create_call_end(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, CallEnd)
    if form.errors:
        return invalid(request, PAGE, form, **await _offered(db, case))
    await end_call(db, case, form.value.why, by=person)
    return went(request, f"/cases/{case.ref}/help", toast="It is no longer listed.")


async def _offered(db: Session, case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "helpers": await helpers_of(db, case),
        "able": await able_to_help(db, case) if case.is_open else [],
        "call": await call_of(db, case),
        "catalogue": catalogue(),
        "topics": [case.subject],
    }


HANDLERS = [
    show_calls, show_help, create_help, create_help_offer, create_help_answer, create_call, create_call_end
]  # fmt: skip
