"""People in the room."""

from litestar import post
from litestar.params import FromPath

from ...people.access import Me
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, read_form
from ..actions import note_guest, note_guest_left
from ..forms import NoteGuest
from ..queries import engagement_for, guest_in
from .showing import clash, mend, told


@post("/rapid-response/engagements/{ref:str}/guests")
async def create_guest(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref, lock=True)
    form = await read_form(request, NoteGuest)
    if form.errors:
        return await mend(request, db, person, engagement, form, "guest")
    try:
        guest = await note_guest(db, engagement, form.value.name, form.value.side, by=person)
    except Refused as refused:
        return await clash(request, db, person, engagement, form, "guest", refused=refused)
    return await told(request, db, person, engagement, f"{guest.name} is in the room.")


@post("/rapid-response/engagements/{ref:str}/guests/{guest_id:int}/leaving")
async def create_leaving(request: Request, db: Db, person: Me, ref: Ref, guest_id: FromPath[int]) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref, lock=True)
    guest = await guest_in(db, engagement, guest_id)
    await note_guest_left(db, engagement, guest, by=person)
    return await told(request, db, person, engagement, f"{guest.name} has left the room.")


HANDLERS = [create_guest, create_leaving]
