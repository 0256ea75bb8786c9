"""The tables of a case: as it stands, what was said on it, what holds of it, and how it found its people."""

from .case import Case
from .counts import CaseCount
from .covered import COVERED_UNTIL
from .drafts import CaseDraft
from .helping import CaseHelp, HelpCall
from .merged import CaseAlias, EntryReference
from .ownership import CaseSwarm, CaseTime, CaseTransfer, RoutingDecision, RuleProposal, SwarmSeat
from .prepared import PreparedReply
from .spoken import UPDATE_KEYS, Attachment, AttachmentContent, CaseEntry
from .standing import CaseClosure, CaseLink, CaseWait, SeverityChange
from .verdicts import GateVerdict
from .visits import DOINGS, CaseVisit
from .words import (
    LINK_KINDS,
    LOWERING_GROUNDS,
    PROPOSAL_STATES,
    RESOLUTIONS,
    ROUTING_TRIGGERS,
    SEVERITIES,
    SEVERITY_KINDS,
    TOLD_BY,
    TURNS,
)

__all__ = [
    "COVERED_UNTIL",
    "DOINGS",
    "LINK_KINDS",
    "LOWERING_GROUNDS",
    "PROPOSAL_STATES",
    "RESOLUTIONS",
    "ROUTING_TRIGGERS",
    "SEVERITIES",
    "SEVERITY_KINDS",
    "TOLD_BY",
    "TURNS",
    "UPDATE_KEYS",
    "Attachment",
    "AttachmentContent",
    "Case",
    "CaseAlias",
    "CaseClosure",
    "CaseCount",
    "CaseDraft",
    "CaseEntry",
    "CaseHelp",
    "CaseLink",
    "CaseSwarm",
    "CaseTime",
    "CaseTransfer",
    "CaseVisit",
    "CaseWait",
    "EntryReference",
    "GateVerdict",
    "HelpCall",
    "PreparedReply",
    "RoutingDecision",
    "RuleProposal",
    "SeverityChange",
    "SwarmSeat",
]
