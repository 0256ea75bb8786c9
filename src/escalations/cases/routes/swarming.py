"""Bringing both teams together on a case, joining them, and saying whose it is."""

from litestar import post

from ...catalog.loading import catalogue
from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, invalid, read_form
from ..actions import answer_swarm, end_swarm, start_swarm
from ..forms import Swarm, SwarmAnswer, SwarmOutcome
from ..queries import case_for
from ..queries.swarms import queue_name
from .showing import told


@post("/cases/{ref:str}/swarm")
async def create_swarm(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Swarm)
    if form.errors:
        return invalid(request, "cases/swarm/_form.html", form, case=case)
    await start_swarm(db, case, form.value.why, by=person)
    return await told(request, db, case, "cases/transfers/create.html", "Both teams are asked to join.")


@post("/cases/{ref:str}/swarm/answers")
async def create_swarm_answer(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, SwarmAnswer)
    if form.errors:
        return invalid(request, "cases/swarm/_answer.html", form, case=case)
    await answer_swarm(db, case, form.value.answer, form.value.note, by=person)
    said = "You joined the swarm." if form.value.answer == "joined" else "Declined: the next one is asked."
    return await told(request, db, case, "cases/transfers/create.html", said)


@post("/cases/{ref:str}/swarm/outcome")
async def create_swarm_outcome(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, SwarmOutcome)
    if form.errors:
        return invalid(request, "cases/swarm/_outcome.html", form, case=case, catalogue=catalogue())
    await end_swarm(db, case, form.value.queue, form.value.outcome, by=person)
    return await told(request, db, case, "cases/transfers/create.html", f"It is {queue_name(case.queue)}'s.")


HANDLERS = [create_swarm, create_swarm_answer, create_swarm_outcome]
