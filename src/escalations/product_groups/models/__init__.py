"""Escalations, what hangs on them, and the engineering issues that answer them."""

from .beside import EscalationCase, EscalationComment, EscalationDraft, EscalationQuestion, EscalationTransfer
from .escalation import Escalation
from .issues import EngineeringIssue, EngineeringIssueLink
from .words import ANSWERED, IN_TRIAGE, OPEN_STATES, REASONS, RETURN_CODES, STATES, TAKEN, UNSEEN, name_of_group

__all__ = [
    "ANSWERED",
    "IN_TRIAGE",
    "OPEN_STATES",
    "REASONS",
    "RETURN_CODES",
    "STATES",
    "TAKEN",
    "UNSEEN",
    "EngineeringIssue",
    "EngineeringIssueLink",
    "Escalation",
    "EscalationCase",
    "EscalationComment",
    "EscalationDraft",
    "EscalationQuestion",
    "EscalationTransfer",
    "name_of_group",
]
