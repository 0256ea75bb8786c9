"""What becomes of a rule proposal: its draft is mended, it is adopted or dismissed."""

from litestar import post

from ...cases.actions.proposing import adopt_proposal, dismiss_proposal, revise_proposal
from ...cases.models import RuleProposal
from ...cases.queries.proposals import proposal_for
from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Refused, Stale
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, conflict, invalid, read_form
from ..rule_forms import AdoptionForm, DismissalForm, ProposalForm
from .proposals import SHOW, about_proposal, view_of


@post("/rules/proposals/{ref:str}/draft")
async def create_draft(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    proposal = await proposal_for(db, ref, lock=True)
    form = await read_form(request, ProposalForm)
    if form.errors:
        return invalid(request, SHOW, form, **await about_proposal(db, person, proposal))
    try:
        await revise_proposal(db, proposal, form.value.draft, form.value.version, by=person)
    except Refused as refused:
        return conflict(
            request,
            SHOW,
            form.refuse("draft", str(refused)).refuse("", "It is not saved."),
            **await about_proposal(db, person, proposal),
        )
    except Stale:
        return conflict(request, SHOW, form, theirs=proposal, **await about_proposal(db, person, proposal))
    return await _changed(request, db, person, proposal, "Saved.")


@post("/rules/proposals/{ref:str}/adoption")
async def create_adoption(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    proposal = await proposal_for(db, ref, lock=True)
    form = await read_form(request, AdoptionForm)
    template = "desk/proposals/adoption/_form.html"
    if form.errors:
        return invalid(request, template, form, proposal=await view_of(db, proposal))
    try:
        await adopt_proposal(db, proposal, form.value.note, form.value.version, by=person)
    except (Refused, Stale) as refused:
        return conflict(request, template, form.refuse("", str(refused)), proposal=await view_of(db, proposal))
    return await _changed(request, db, person, proposal, "Adopted. Put it into the rule files now.")


@post("/rules/proposals/{ref:str}/dismissal")
async def create_dismissal(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    proposal = await proposal_for(db, ref, lock=True)
    form = await read_form(request, DismissalForm)
    template = "desk/proposals/dismissal/_form.html"
    if form.errors:
        return invalid(request, template, form, proposal=await view_of(db, proposal))
    try:
        await dismiss_proposal(db, proposal, form.value.reason, form.value.version, by=person)
    except (Refused, Stale) as refused:
        return conflict(request, template, form.refuse("", str(refused)), proposal=await view_of(db, proposal))
    return await _changed(request, db, person, proposal, "Dismissed.")


async def _changed(request: Request, db: Session, person: Person, proposal: RuleProposal, toast: str) -> HtmlResponse:
    await db.flush()
    about = await about_proposal(db, person, proposal)
    return changed(
        request, "desk/proposals/changed.html", page=f"/rules/proposals/{proposal.ref}", toast=toast, **about
    )


HANDLERS = [create_draft, create_adoption, create_dismissal]
