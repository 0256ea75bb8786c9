"""The JSON API of changed and proposed rules: the same tries and the same verbs."""

from litestar import get, post
from litestar.params import FromQuery, JSONBody

from ...cases.actions.proposing import adopt_proposal, dismiss_proposal, revise_proposal
from ...cases.models import RuleProposal
from ...cases.queries.proposals import PAGE, proposal_for, proposal_line, proposals
from ...catalog.toml_files import CatalogueError
from ...people.access import Me
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.web import Db, Ref, Request
from ..queries.backtests import replay_past
from ..rule_forms import AdoptionForm, BacktestAsked, DismissalForm, DraftForm
from ..rule_shapes import BacktestOut, ProposalOut, ProposalsOut
from .backtests import changed_by, period_of


@post("/api/rules/backtests", status_code=200)
async def read_backtest(db: Db, person: Me, data: JSONBody[BacktestAsked]) -> BacktestOut:
    """Changes nothing. Rules that are wrong are a 409 that names their line."""
    try:
        rules = await changed_by(data.rules, data.place)
    except CatalogueError as wrong:
        raise Refused(str(wrong)) from wrong
    return BacktestOut.of(await replay_past(db, rules, period_of(person, data.since, data.until)))


@get("/api/rules/proposals")
async def list_proposals(request: Request, db: Db, person: Me, before: FromQuery[int | None] = None) -> ProposalsOut:
    """`state` is open, adopted or dismissed."""
    lines = await proposals(db, request.query_params.get("state", "open"), before=before)
    older = lines[-1].id if len(lines) == PAGE else None
    return ProposalsOut(proposals=[ProposalOut.of(line) for line in lines], before=older)


@get("/api/rules/proposals/{ref:str}")
async def read_proposal(db: Db, person: Me, ref: Ref) -> ProposalOut:
    return await _told(db, await proposal_for(db, ref))


@post("/api/rules/proposals/{ref:str}/draft", status_code=200)
async def write_draft(db: Db, person: Me, ref: Ref, data: JSONBody[DraftForm]) -> ProposalOut:
    proposal = await proposal_for(db, ref, lock=True)
    await revise_proposal(db, proposal, data.draft, data.version, by=person)
    return await _told(db, proposal)


@post("/api/rules/proposals/{ref:str}/adoption", status_code=200)
async def write_adoption(db: Db, person: Me, ref: Ref, data: JSONBody[AdoptionForm]) -> ProposalOut:
    proposal = await proposal_for(db, ref, lock=True)
    await adopt_proposal(db, proposal, data.note, data.version, by=person)
    return await _told(db, proposal)


@post("/api/rules/proposals/{ref:str}/dismissal", status_code=200)
async def write_dismissal(db: Db, person: Me, ref: Ref, data: JSONBody[DismissalForm]) -> ProposalOut:
    proposal = await proposal_for(db, ref, lock=True)
    await dismiss_proposal(db, proposal, data.reason, data.version, by=person)
    return await _told(db, proposal)


async def _told(db: Session, proposal: RuleProposal) -> ProposalOut:
    await db.flush()
    return ProposalOut.of(await proposal_line(db, proposal))


HANDLERS = [read_backtest, list_proposals, read_proposal, write_draft, write_adoption, write_dismissal]
