"""Every SELECT about escalations."""

from .about import case_of, escalation_for, escalation_with_id, hold, names_on
from .lines import EscalationLine
from .of_case import clocks_of, escalations_of, open_escalation, open_escalations_of, subscription_code_of
from .said import comments_on, last_comment, returns_for
from .views import VIEWS, inbox, usual_view

__all__ = [
    "VIEWS",
    "EscalationLine",
    "case_of",
    "clocks_of",
    "comments_on",
    "escalation_for",
    "escalation_with_id",
    "escalations_of",
    "hold",
    "inbox",
    "last_comment",
    "names_on",
    "open_escalation",
    "open_escalations_of",
    "returns_for",
    "subscription_code_of",
    "usual_view",
]
