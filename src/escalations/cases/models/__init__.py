"""The tables of a case: as it stands, what was said on it, what holds of it, and how it found its people."""

from .case import Case
from .drafts import CaseDraft
from .ownership import CaseSwarm, CaseTime, CaseTransfer, RoutingDecision, RuleProposal, SwarmSeat
from .prepared import PreparedReply
from .spoken import Attachment, AttachmentContent, CaseEntry
from .standing import CaseClosure, CaseLink, CaseWait, SeverityChange
from .verdicts import GateVerdict
from .words import LINK_KINDS, PROPOSAL_STATES, RESOLUTIONS, ROUTING_TRIGGERS, SEVERITIES, TOLD_BY, TURNS

__all__ = [
    "LINK_KINDS",
    "PROPOSAL_STATES",
    "RESOLUTIONS",
    "ROUTING_TRIGGERS",
    "SEVERITIES",
    "TOLD_BY",
    "TURNS",
    "Attachment",
    "AttachmentContent",
    "Case",
    "CaseClosure",
    "CaseDraft",
    "CaseEntry",
    "CaseLink",
    "CaseSwarm",
    "CaseTime",
    "CaseTransfer",
    "CaseWait",
    "GateVerdict",
    "PreparedReply",
    "RoutingDecision",
    "RuleProposal",
    "SeverityChange",
    "SwarmSeat",
]
