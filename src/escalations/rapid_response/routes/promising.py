"""The next update: given, or promised for another time."""

from litestar import post

from ...cases.forms import in_zone
from ...people.access import Me
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, read_form
from ..actions import give_update, move_update
from ..forms import PromiseMoved, PromiseNext
from ..queries import engagement_for
from .showing import clash, mend, told


@post("/rapid-response/engagements/{ref:str}/updates")
async def create_engagement_update(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref, lock=True)
    form = await read_form(request, PromiseNext)
    if form.errors:
        return await mend(request, db, person, engagement, form, "update")
    next_at = in_zone(form.value.next_at, person.time_zone)
    assert next_at is not None
    try:
        await give_update(db, engagement, next_at, by=person)
    except Refused as refused:
        return await clash(request, db, person, engagement, form, "update", refused=refused)
    return await told(request, db, person, engagement, "The update is given, and the next one promised.")


@post("/rapid-response/engagements/{ref:str}/updates/moves")
async def create_update_move(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref, lock=True)
    form = await read_form(request, PromiseMoved)
    if form.errors:
        return await mend(request, db, person, engagement, form, "move")
    next_at = in_zone(form.value.next_at, person.time_zone)
    assert next_at is not None
    try:
        await move_update(db, engagement, next_at, form.value.why, by=person)
    except Refused as refused:
        return await clash(request, db, person, engagement, form, "move", refused=refused)
    return await told(request, db, person, engagement, "The next update is promised for another time.")


HANDLERS = [create_engagement_update, create_update_move]
