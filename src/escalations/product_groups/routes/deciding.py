"""The product group's decisions."""

from litestar import post

from ...catalog import catalogue
from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, invalid, read_form
from ..actions import accept_escalation, resolve_escalation, return_escalation
from ..forms import ResolveEscalation, ReturnEscalation
from ..models import RETURN_CODES
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


@post("/escalations/{ref:str}/return")
async def create_return(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    escalation = await escalation_for(db, person, ref)
    form = await read_form(request, ReturnEscalation)
    if form.errors:
        group = catalogue().product_groups.get(escalation.product_group)
        needs = [(need, catalogue().needs[need].label) for need in group.needs] if group else []
        codes = list(RETURN_CODES.items())
        return invalid(
            request, "product_groups/return/_form.html", form, escalation=escalation, return_codes=codes, needs=needs
        )
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


@post("/escalations/{ref:str}/resolution")
async def create_resolution(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    escalation = await escalation_for(db, person, ref)
    form = await read_form(request, ResolveEscalation)
    if form.errors:
        return invalid(request, "product_groups/resolution/_form.html", form, escalation=escalation)
    await resolve_escalation(db, escalation, form.value.resolution, by=person)
    about = await about_escalation(db, person, escalation)
    toast = f"{escalation.ref} is resolved; support tells the customer."
    return changed(request, "product_groups/decided.html", page=f"/escalations/{ref}", toast=toast, **about)


HANDLERS = [create_acceptance, create_return, create_resolution]
