"""Support takes its question back."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, invalid, read_form
from ..actions import withdraw_escalation
from ..forms import WithdrawEscalation
from ..presenting import about_escalation
from ..queries import escalation_for


@post("/escalations/{ref:str}/withdrawal")
async def create_withdrawal(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    escalation = await escalation_for(db, person, ref)
    form = await read_form(request, WithdrawEscalation)
    if form.errors:
        return invalid(request, "product_groups/withdrawal/_form.html", form, escalation=escalation)
    await withdraw_escalation(db, escalation, form.value.reason, by=person)
    about = await about_escalation(db, person, escalation)
    return changed(
        request,
        "product_groups/decided.html",
        page=f"/escalations/{ref}",
        toast=f"{escalation.ref} is withdrawn.",
        **about,
    )


HANDLERS = [create_withdrawal]
