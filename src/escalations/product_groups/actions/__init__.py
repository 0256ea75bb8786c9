"""Every verb on an escalation."""

from .commenting import comment_on_escalation, may_comment
from .deciding import accept_escalation, resolve_escalation, return_escalation
from .escalating import escalate_case, reassess_escalation, why_not, withdraw_escalation

__all__ = [
    "accept_escalation",
    "comment_on_escalation",
    "escalate_case",
    "may_comment",
    "reassess_escalation",
    "resolve_escalation",
    "return_escalation",
    "why_not",
    "withdraw_escalation",
]
