"""Every verb on an escalation."""

from .accepting import accept_escalation
from .commenting import comment_on_escalation, may_comment
from .escalating import escalate_case, why_not
from .reassessing import reassess_escalation
from .resolving import resolve_escalation
from .returning import return_escalation
from .withdrawing import withdraw_escalation

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
