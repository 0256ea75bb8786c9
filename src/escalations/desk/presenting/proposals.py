"""A rule proposal, ready to be laid out."""

import tomllib
from dataclasses import dataclass

from ...cases.models import TOLD_BY, RuleProposal
from ...cases.queries.proposals import ProposalLine
from ...platform.time import now
from ...routing.facts import CaseFacts
from ...routing.naming import name_of
from ...routing.proposing import decides_now
from ...routing.rule_files import rule_set
from ...routing.targets import queue_for


@dataclass(frozen=True)
class ProposalView:
    """`place` and `before` say where it would stand; `is_learnt` that the rules in force send such a case there already."""

    line: ProposalLine
    name: str
    from_name: str
    to_name: str
    told: str
    draft: str
    version: int
    note: str
    place: str
    before: str
    is_learnt: bool

    @property
    def is_open(self) -> bool:
        return self.line.state == "open"


def proposal_view(proposal: RuleProposal, line: ProposalLine, facts: CaseFacts) -> ProposalView:
    decided = decides_now(facts, rule_set())
    goes_to = queue_for(decided.action, facts, rule_set().catalogue).key
    return ProposalView(
        line=line, name=name_of_draft(proposal.draft), from_name=name_of("queue", proposal.from_queue), to_name=name_of("queue", proposal.to_queue),
        told=TOLD_BY[line.told_by], draft=proposal.draft, version=proposal.version, note=proposal.note, place=decided.place, before=decided.name,
        is_learnt=goes_to == proposal.to_queue,
    )  # fmt: skip


def name_of_draft(draft: str) -> str:
    """A draft may be edited into anything."""
    try:
        name = tomllib.loads(draft)["rule"][0]["name"]
    except (tomllib.TOMLDecodeError, LookupError, TypeError):
        return "A rule without a name"
    return str(name)


def as_file(view: ProposalView) -> str:
    """With where to put it, for who has the files before them."""
    file, _, line = view.place.rpartition(":")
    where = f"Goes into {file}, before the rule “{view.before}” (line {line} on {now():%Y-%m-%d})."
    return f"# {view.line.ref}, {view.line.state}. {where}\n\n{view.draft}"
