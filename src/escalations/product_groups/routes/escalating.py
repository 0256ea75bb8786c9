"""The slot on the case page, and its verb: to escalate."""

from litestar import get, post

from ...cases.models import Case
from ...cases.queries import case_for
from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, changed, conflict, invalid, page, read_form
from ...platform.web.forms import without_nul
from ..actions import discard_draft, escalate_case, save_draft
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
    asked = request.query_params
    offered = await offer(
        db, case, await escalations_of(db, case), asked.get("product_group"), asked.get("reason", ""), person=person
    )
    return page(request, "product_groups/escalations/_checklist.html", **offered)


@post("/cases/{ref:str}/escalations")
async def create_escalation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    form = await read_form(request, EscalateCase)
    if form.errors:
        return await _mend(request, db, person, case, form)
    try:
        escalation = await escalate_case(db, case, form.value.product_group, form.value.brief, by=person)
    except Incomplete as incomplete:
        form.errors.update(incomplete.gaps)
        return await _mend(request, db, person, case, form)
    except Refused as refused:
        return await _mend(request, db, person, case, form.refuse("", str(refused)), refused=True)
    toast = f"{escalation.ref} is with {escalation.group_name}."
    about = await about_escalations_of(db, person, case)
    return changed(request, "product_groups/escalations/create.html", page=f"/cases/{ref}", toast=toast, **about)


@post("/cases/{ref:str}/escalations/draft")
async def create_draft(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """As one types, and with the button of a browser without JavaScript."""
    case = await case_for(db, person, ref)
    sent = {
        name: without_nul(str(text))
        for name, text in (await request.form()).items()
        if not name.startswith("_") and str(text).strip()
    }
    draft = await save_draft(db, case, sent.pop("product_group", ""), sent, by=person)
    return changed(request, "product_groups/escalations/_draft.html", page=f"/cases/{ref}", case=case, draft=draft)


@post("/cases/{ref:str}/escalations/draft-discarding")
async def create_draft_discarding(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    await discard_draft(db, case, by=person)
    about = await about_escalations_of(db, person, case)
    return changed(
        request, "product_groups/escalations/create.html", page=f"/cases/{ref}", toast="The draft is gone.", **about
    )


async def _mend(
    request: Request, db: Session, person: Person, case: Case, form: Form[EscalateCase], *, refused: bool = False
) -> HtmlResponse:
    """The form again with what was typed, for the group that was chosen."""
    chosen, reason = str(form.typed.get("product_group", "")), str(form.typed.get("reason", ""))
    offered = await offer(db, case, await escalations_of(db, case), chosen, reason, person=person)
    answer = conflict if refused else invalid
    return answer(request, "product_groups/escalations/_form.html", form, **offered)


HANDLERS = [show_escalations_of_case, show_checklist, create_escalation, create_draft, create_draft_discarding]
