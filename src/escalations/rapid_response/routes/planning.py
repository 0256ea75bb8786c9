"""The plan: steps added, changed and ticked off."""

from litestar import get, post
from litestar.params import FromPath

from ...cases.forms import in_zone
from ...people.access import Me
from ...people.models import Person
from ...platform.errors import Refused, Stale
from ...platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import Step, add_step, revise_step, tick_step
from ..forms import StepForm, StepRevision, StepTick
from ..queries import engagement_for, step_of
from .showing import clash, mend, told

EDIT = "rapid_response/engagements/step.html"


def step_in(said: StepForm, person: Person) -> Step:
    return Step(said.what, said.who, in_zone(said.due_at, person.time_zone))


@post("/rapid-response/engagements/{ref:str}/steps")
async def create_step(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref)
    form = await read_form(request, StepForm)
    if form.errors:
        return await mend(request, db, person, engagement, form, "step")
    try:
        await add_step(db, engagement, step_in(form.value, person), by=person)
    except Refused as refused:
        return await clash(request, db, person, engagement, form, "step", refused=refused)
    return await told(request, db, person, engagement, "The step is in the plan.")


@get("/rapid-response/engagements/{ref:str}/steps/{step_id:int}/edit")
async def edit_step(request: Request, db: Db, person: Me, ref: Ref, step_id: FromPath[int]) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref)
    return page(request, EDIT, engagement=engagement, step=await step_of(db, engagement, step_id))


@post("/rapid-response/engagements/{ref:str}/steps/{step_id:int}/revisions")
async def create_step_revision(request: Request, db: Db, person: Me, ref: Ref, step_id: FromPath[int]) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref)
    step = await step_of(db, engagement, step_id)
    form = await read_form(request, StepRevision)
    if form.errors:
        return invalid(request, EDIT, form, engagement=engagement, step=step)
    try:
        await revise_step(db, engagement, step, step_in(form.value, person), version=form.value.version, by=person)
    except Stale:
        return conflict(request, EDIT, form, theirs=step, engagement=engagement, step=step)
    return went(request, engagement.url, toast="Saved.")


@post("/rapid-response/engagements/{ref:str}/steps/{step_id:int}/ticks")
async def create_tick(request: Request, db: Db, person: Me, ref: Ref, step_id: FromPath[int]) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref)
    step = await step_of(db, engagement, step_id)
    form = await read_form(request, StepTick)
    if form.errors:
        return await mend(request, db, person, engagement, form, "tick")
    await tick_step(db, engagement, step, form.value.done, by=person)
    return await told(request, db, person, engagement, "Done." if form.value.done else "Open again.")


HANDLERS = [create_step, edit_step, create_step_revision, create_tick]
