"""The slot on the case page, and its verb: to escalate."""

from litestar import get, post

from ...cases.models import Case
from ...cases.queries import case_for
from ...people.access import Me
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, changed, conflict, invalid, page, read_form
from ..actions import escalate_case
from ..checklist import Incomplete
from ..forms import EscalateCase
from ..presenting import about_escalations_of, offer
from ..queries import escalations_of


@get("/cases/{ref:str}/escalations")
async def show_escalations_of_case(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    return page(request, "product_groups/escalations/_slot.html", **await about_escalations_of(db, person, case))


@get("/cases/{ref:str}/escalations/checklist")
async def show_checklist(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """What another group asks for, when the person chooses it in the form."""
    case = await case_for(db, person, ref)
    offered = await offer(db, case, await escalations_of(db, case), request.query_params.get("product_group"))
    return page(request, "product_groups/escalations/_checklist.html", **offered)


@post("/cases/{ref:str}/escalations")
async def create_escalation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    form = await read_form(request, EscalateCase)
    if form.errors:
        return await _mend(request, db, case, form)
    try:
        escalation = await escalate_case(db, case, form.value.product_group, form.value.brief, by=person)
    except Incomplete as incomplete:
        form.errors.update(incomplete.gaps)
        return await _mend(request, db, case, form)
    except Refused as refused:
        return await _mend(request, db, case, form.refuse("", str(refused)), refused=True)
    toast = f"{escalation.ref} is with {escalation.group_name}."
    about = await about_escalations_of(db, person, case)
    return changed(request, "product_groups/escalations/create.html", page=f"/cases/{ref}", toast=toast, **about)


async def _mend(
    request: Request, db: Session, case: Case, form: Form[EscalateCase], *, refused: bool = False
) -> HtmlResponse:
    """The form again with what was typed, for the group that was chosen."""
    chosen = str(form.typed.get("product_group", ""))
    offered = await offer(db, case, await escalations_of(db, case), chosen)
    answer = conflict if refused else invalid
    return answer(request, "product_groups/escalations/_form.html", form, **offered)


HANDLERS = [show_escalations_of_case, show_checklist, create_escalation]
