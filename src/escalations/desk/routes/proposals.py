"""Rules that transfers propose, to read and to try."""

import asyncio
from typing import Any

from litestar import Response, get, post

from ...cases.models import PROPOSAL_STATES, RuleProposal
from ...cases.queries.proposals import PAGE, facts_of_proposal, proposal_counts, proposal_for, proposal_line, proposals
from ...catalog.toml_files import CatalogueError
from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.web import Db, HtmlResponse, Ref, Request, invalid, page, read_form
from ...routing.proposing import rules_with
from ...routing.rule_files import rule_set
from ..cursors import before_id
from ..presenting.proposals import ProposalView, as_file, name_of_draft, proposal_view
from ..rule_forms import ProposalForm
from .backtests import period_of, tried, usual_since

SHOW = "desk/proposals/show.html"


@get("/rules/proposals")
async def index_proposals(request: Request, db: Db, person: Me) -> HtmlResponse:
    asked = request.query_params
    state = asked.get("state") if asked.get("state") in PROPOSAL_STATES else "open"
    lines = await proposals(db, state or "open", before=before_id(asked.get("before")))
    counts = await proposal_counts(db)
    tabs = [
        {"label": one.capitalize(), "url": f"/rules/proposals?state={one}", "current": one == state, "count": counts.get(one, 0)}
        for one in PROPOSAL_STATES
    ]  # fmt: skip
    older = f"/rules/proposals?state={state}&before={lines[-1].id}" if len(lines) == PAGE else ""
    named = [(line, name_of_draft(line.draft)) for line in lines]
    return page(
        request,
        "desk/proposals/index.html",
        lines=named,
        state=state,
        tabs=tabs,
        open=counts.get("open", 0),
        older=older,
    )


@get("/rules/proposals/{ref:str}")
async def show_proposal(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, SHOW, **await about_proposal(db, person, await proposal_for(db, ref)))


@get("/rules/proposals/{ref:str}/rule.toml")
async def show_draft(db: Db, person: Me, ref: Ref) -> Response[str]:
    view = await view_of(db, await proposal_for(db, ref))
    headers = {
        "Content-Disposition": f'attachment; filename="{view.line.ref}.toml"',
        "Cache-Control": "private, no-store",
    }
    return Response(as_file(view), media_type="text/plain; charset=utf-8", headers=headers)


@post("/rules/proposals/{ref:str}/backtests", status_code=200)
async def show_outcome(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """Of the draft as it is typed. Nothing is kept."""
    proposal = await proposal_for(db, ref)
    form = await read_form(request, ProposalForm)
    if form.errors:
        return invalid(request, SHOW, form, **await about_proposal(db, person, proposal))
    facts = await facts_of_proposal(db, proposal)
    try:
        rules = await asyncio.to_thread(rules_with, form.value.draft, facts, rule_set())
    except CatalogueError as wrong:
        return invalid(request, SHOW, form.refuse("draft", str(wrong)), **await about_proposal(db, person, proposal))
    outcome = await tried(db, rules, period_of(person, form.value.since), form.value.before)
    return page(request, SHOW, **{**await about_proposal(db, person, proposal), "form": form, "outcome": outcome})


async def about_proposal(db: Session, person: Person, proposal: RuleProposal) -> dict[str, Any]:
    view = await view_of(db, proposal)
    return {
        "proposal": view,
        "may_change": person.may("change_rules"),
        "since": usual_since(person).isoformat(),
        "outcome": None,
    }


async def view_of(db: Session, proposal: RuleProposal) -> ProposalView:
    return proposal_view(proposal, await proposal_line(db, proposal), await facts_of_proposal(db, proposal))


HANDLERS = [index_proposals, show_proposal, show_draft, show_outcome]
