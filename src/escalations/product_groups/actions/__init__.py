"""Every verb on escalations and engineering issues."""

from .accepting import accept_escalation, acknowledge_escalation
from .asking import answer_group, ask_support
from .closing import close_escalation, reopen_escalation
from .commenting import comment_on_escalation, may_comment
from .drafting import discard_draft, save_draft
from .duplicating import mark_duplicate
from .engineering import (
    decline_engineering_issue,
    fix_engineering_issue,
    link_to_issue,
    open_engineering_issue,
    reopen_engineering_issue,
    unlink_from_issue,
)
from .escalating import escalate_case
from .handing_back import hand_back_escalation
from .linking import add_case, follow_severity, lead_by, remove_case
from .mitigating import mitigate_escalation
from .reach import why_not
from .reassessing import reassess_escalation
from .resolving import resolve_escalation
from .returning import return_escalation
from .snoozing import snooze_escalation, wake_escalation
from .transferring import transfer_escalation
from .withdrawing import withdraw_escalation

__all__ = [
    "accept_escalation",
    "acknowledge_escalation",
    "add_case",
    "answer_group",
    "ask_support",
    "close_escalation",
    "comment_on_escalation",
    "decline_engineering_issue",
    "discard_draft",
    "escalate_case",
    "fix_engineering_issue",
    "follow_severity",
    "hand_back_escalation",
    "lead_by",
    "link_to_issue",
    "mark_duplicate",
    "may_comment",
    "mitigate_escalation",
    "open_engineering_issue",
    "reassess_escalation",
    "remove_case",
    "reopen_engineering_issue",
    "reopen_escalation",
    "resolve_escalation",
    "return_escalation",
    "save_draft",
    "snooze_escalation",
    "transfer_escalation",
    "unlink_from_issue",
    "wake_escalation",
    "why_not",
    "withdraw_escalation",
]
