"""What support and the product group say to each other."""

from litestar import post

from ...people.access import Me
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, conflict, invalid, read_form
from ..actions import comment_on_escalation
from ..forms import CommentOnEscalation
from ..presenting import about_escalation
from ..queries import escalation_for


@post("/escalations/{ref:str}/comments")
async def create_comment(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    escalation = await escalation_for(db, person, ref)
    form = await read_form(request, CommentOnEscalation)
    if form.errors:
        return invalid(request, "product_groups/comments/_form.html", form, escalation=escalation)
    try:
        await comment_on_escalation(db, escalation, form.value.body, by=person)
    except Refused as refused:
        return conflict(
            request, "product_groups/comments/_form.html", form.refuse("", str(refused)), escalation=escalation
        )
    about = await about_escalation(db, person, escalation)
    return changed(request, "product_groups/comments/create.html", page=f"/escalations/{ref}", **about)


HANDLERS = [create_comment]
