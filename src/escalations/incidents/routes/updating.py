"""Writing an internal update."""

from litestar import post
from litestar.params import FromPath

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, read_form
from ..actions import post_update, spread_update
from ..counted import counted
from ..forms import PostUpdate
from ..queries import incident_for, update_of
from .answering import mend, told


@post("/incidents/{ref:str}/updates")
async def create_update(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref, lock=True)
    form = await read_form(request, PostUpdate)
    if form.errors:
        return await mend(request, db, incident, form, "update")
    spread = form.value.reach == "cases"
    await post_update(db, incident, form.value.text, by=person, spread=spread)
    return await told(
        request, db, incident, "Written. Every open linked case gets it as a note." if spread else "Written here only."
    )


@post("/incidents/{ref:str}/updates/{update:int}/spreading")
async def create_spreading(request: Request, db: Db, person: Me, ref: Ref, update: FromPath[int]) -> HtmlResponse:
    incident = await incident_for(db, person, ref, lock=True)
    waiting = await spread_update(db, incident, await update_of(db, incident, update), by=person)
    said = f"Goes to {counted(waiting, 'case')} as a note." if waiting else "Every open linked case has it already."
    return await told(request, db, incident, said)


HANDLERS = [create_update, create_spreading]
