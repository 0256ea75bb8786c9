"""A pack acknowledged case by case."""

from litestar import post
from litestar.params import FromPath

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, changed
from ..actions import acknowledge_line
from ..presenting import about_pack
from ..queries.handovers import handover_for, line_of


@post("/rapid-response/hand-overs/{ref:str}/lines/{line_id:int}/acknowledgement")
async def create_acknowledgement(
    request: Request, db: Db, person: Me, ref: Ref, line_id: FromPath[int]
) -> HtmlResponse:
    handover = await handover_for(db, person, ref)
    line, case = await line_of(db, handover, line_id)
    await acknowledge_line(db, handover, line, case, by=person)
    about = await about_pack(db, person, handover)
    toast = f"{case.ref} is acknowledged."
    return changed(request, "rapid_response/hand_overs/changed.html", page=handover.url, toast=toast, **about)


HANDLERS = [create_acknowledgement]
