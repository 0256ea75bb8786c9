"""What a transfer taught is written down as a rule that somebody can try on past cases and adopt, or dismiss."""

import asyncio

from ...catalog.toml_files import CatalogueError
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused, expect_version
from ...platform.events import Actor, record
from ...platform.time import now
from ...routing.proposing import decides_now, propose_rule, rules_with
from ...routing.rule_files import rule_set
from ...routing.rules import RuleSet
from ...routing.targets import queue_for
from ..events import ProposalAdopted, ProposalDismissed, ProposalRevised
from ..models import Case, CaseTransfer, RuleProposal
from ..queries.ownership import facts_when_opened
from ..queries.proposals import facts_of_proposal


async def propose_from(db: Session, case: Case, transfer: CaseTransfer) -> RuleProposal | None:
    """None when the rules in force would send such a case there already: then there is nothing to learn."""
    facts, rules = await facts_when_opened(db, case), rule_set()
    if queue_for(decides_now(facts, rules).action, facts, rules.catalogue).key == transfer.to_queue:
        return None
    draft = propose_rule(facts, transfer.from_queue, transfer.to_queue, transfer.told_by, transfer.words, rules)
    proposal = RuleProposal(
        boundary=case.boundary, case_id=case.id, transfer_id=transfer.id, from_queue=transfer.from_queue, to_queue=transfer.to_queue,
        draft=draft, at=transfer.at,
    )  # fmt: skip
    db.add(proposal)
    return proposal


async def revise_proposal(db: Session, proposal: RuleProposal, draft: str, version: int, *, by: Actor) -> None:
    allow(by, "change_rules")
    if draft == proposal.draft:
        return
    _refuse_decided(proposal, "open")
    expect_version(proposal, version)
    await _rules_with(db, proposal, draft)
    proposal.draft = draft
    await record(db, ProposalRevised(proposal=proposal.ref), on=proposal, by=by)


async def adopt_proposal(db: Session, proposal: RuleProposal, note: str, version: int, *, by: Actor) -> None:
    """The decision only: rules are files, into which a person puts the draft. It must be valid beside those in force."""
    allow(by, "change_rules")
    if proposal.state == "adopted":
        return
    _refuse_decided(proposal, "adopted")
    expect_version(proposal, version)
    rules = await _rules_with(db, proposal, proposal.draft)
    known = {rule.name for rule in rule_set().rules}
    names = [rule.name for rule in rules.rules if rule.name not in known]
    _decide(proposal, "adopted", note, by)
    event = ProposalAdopted(proposal=proposal.ref, rule=", ".join(names), rule_set=rule_set().hash)
    await record(db, event, on=proposal, by=by)


async def dismiss_proposal(db: Session, proposal: RuleProposal, reason: str, version: int, *, by: Actor) -> None:
    allow(by, "change_rules")
    if proposal.state == "dismissed":
        return
    _refuse_decided(proposal, "dismissed")
    expect_version(proposal, version)
    _decide(proposal, "dismissed", reason, by)
    await record(db, ProposalDismissed(proposal=proposal.ref, reason=reason), on=proposal, by=by)


def _decide(proposal: RuleProposal, state: str, note: str, by: Actor) -> None:
    proposal.state, proposal.note, proposal.decided_at, proposal.decided_by = state, note, now(), by.id


def _refuse_decided(proposal: RuleProposal, wanted: str) -> None:
    if proposal.state not in ("open", wanted):
        raise Refused(f"{proposal.ref} was {proposal.state} already. What is decided stays as it is.")


async def _rules_with(db: Session, proposal: RuleProposal, draft: str) -> RuleSet:
    facts = await facts_of_proposal(db, proposal)
    try:
        return await asyncio.to_thread(rules_with, draft, facts, rule_set())
    except CatalogueError as wrong:
        raise Refused(f"The draft cannot stand among the rules. {wrong}") from wrong
