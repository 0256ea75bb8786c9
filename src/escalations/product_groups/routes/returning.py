"""The product group sends it back."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, invalid, read_form
from ..actions import return_escalation
from ..forms import ReturnEscalation
from ..presenting import about_escalation, return_choices
from ..queries import escalation_for


@post("/escalations/{ref:str}/return")
async def create_return(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    escalation = await escalation_for(db, person, ref)
    form = await read_form(request, ReturnEscalation)
    if form.errors:
        choices = return_choices(escalation)
        return invalid(request, "product_groups/return/_form.html", form, escalation=escalation, **choices)
    value = form.value
    await return_escalation(db, escalation, value.code, value.comment, missing_need=value.missing_need, by=person)
    about = await about_escalation(db, person, escalation)
    return changed(
        request,
        "product_groups/decided.html",
        page=f"/escalations/{ref}",
        toast=f"{escalation.ref} is back with support.",
        **about,
    )


HANDLERS = [create_return]
