"""Writing an internal update."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, read_form
from ..actions import post_update
from ..forms import PostUpdate
from ..queries import incident_for
from .answering import mend, told


@post("/incidents/{ref:str}/updates")
async def create_update(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref, lock=True)
    form = await read_form(request, PostUpdate)
    if form.errors:
        return await mend(request, db, incident, form, "update")
    await post_update(db, incident, form.value.text, by=person)
    return await told(request, db, incident, "Written. Every open linked case gets it as a note.")


HANDLERS = [create_update]
