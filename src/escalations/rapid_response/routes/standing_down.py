"""The end of an engagement."""

from litestar import post

from ...people.access import Me
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, read_form
from ..actions import stand_down_engagement
from ..forms import StandDown
from ..queries import engagement_for
from .showing import clash, mend, told


@post("/rapid-response/engagements/{ref:str}/stand-down")
async def create_engagement_stand_down(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref, lock=True)
    form = await read_form(request, StandDown)
    if form.errors:
        return await mend(request, db, person, engagement, form, "stand_down")
    try:
        await stand_down_engagement(db, engagement, form.value.note, form.value.learned, by=person)
    except Refused as refused:
        return await clash(request, db, person, engagement, form, "stand_down", refused=refused)
    return await told(request, db, person, engagement, "Rapid response stands down.")


HANDLERS = [create_engagement_stand_down]
