"""Waiting, resuming, snoozing."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, invalid, read_form
from ..actions import resume_case, snooze_case, wait_for
from ..forms import Resumption, Snooze, Wait
from ..queries import case_for
from .showing import told


@post("/cases/{ref:str}/wait")
async def create_wait(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Wait)
    if form.errors:
        return invalid(request, "cases/wait/_form.html", form, case=case)
    until = form.value.moment(person.time_zone)
    await wait_for(db, case, form.value.on_whom, form.value.question, until, by=person)
    return await told(request, db, case, "cases/wait/create.html", "Waiting; it wakes by itself.")


@post("/cases/{ref:str}/resumption")
async def create_resumption(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Resumption)
    because = form.value.because if not form.errors else "there is something to do again"
    await resume_case(db, case, because, by=person)
    return await told(request, db, case, "cases/wait/create.html", "It is our turn again.")


@post("/cases/{ref:str}/snooze")
async def create_snooze(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Snooze)
    if form.errors:
        return invalid(request, "cases/snooze/_form.html", form, case=case)
    until = form.value.moment(person.time_zone)
    await snooze_case(db, case, until, form.value.reason, by=person)
    return await told(request, db, case, "cases/wait/create.html", "Snoozed.")


HANDLERS = [create_wait, create_resumption, create_snooze]
