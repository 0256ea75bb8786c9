"""Sending a case to another team's queue."""

from litestar import post

from ...catalog.loading import catalogue
from ...people.access import Me
from ...people.models import Person
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, conflict, invalid, read_form
from ..actions import transfer_case
from ..forms import Transfer
from ..queries import case_for
from ..queries.swarms import queue_name, swarm_view
from .showing import WORDS, brake, told

FORM = "cases/transfers/_form.html"


@post("/cases/{ref:str}/transfers")
async def create_transfer(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Transfer)
    offered = {"case": case, "catalogue": catalogue(), "swarm": await swarm_view(db, case), "brake": brake(), **WORDS}
    if form.errors:
        return invalid(request, FORM, form, **offered)
    sent = form.value
    try:
        owner = await transfer_case(db, case, sent.to_queue, sent.told_by, sent.words, by=person)
    except Refused as refused:
        return conflict(request, FORM, form.refuse("", str(refused)), **offered)
    return await told(request, db, case, "cases/transfers/create.html", _said(case.queue, owner))


def _said(queue: str, owner: Person | None) -> str:
    return f"With {queue_name(queue)}: " + (f"{owner.name} has it." if owner else "it waits for somebody there.")


HANDLERS = [create_transfer]
