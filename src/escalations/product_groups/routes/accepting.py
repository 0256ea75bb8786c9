"""The product group takes it on."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, changed
from ..actions import accept_escalation
from ..presenting import about_escalation
from ..queries import escalation_for


@post("/escalations/{ref:str}/acceptance")
async def create_acceptance(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    escalation = await escalation_for(db, person, ref)
    await accept_escalation(db, escalation, by=person)
    about = await about_escalation(db, person, escalation)
    return changed(
        request,
        "product_groups/decided.html",
        page=f"/escalations/{ref}",
        toast=f"{escalation.ref} is accepted.",
        **about,
    )


HANDLERS = [create_acceptance]
