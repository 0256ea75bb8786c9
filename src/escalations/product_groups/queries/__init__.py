"""Every SELECT about escalations and engineering issues."""

from .about import case_of, cases_of, escalation_for, escalation_with_id, hold, links_of, names_on
from .issues import (
    cases_behind,
    escalations_on,
    hold_issue,
    issue_for,
    issue_lines,
    issue_link_of,
    issue_of,
    issue_with_id,
    open_issues,
)
from .learning import evidence_for
from .lines import EscalationLine
from .of_case import (
    clocks_of,
    draft_of,
    escalations_of,
    open_escalation,
    open_escalations_of,
    open_questions,
    subscription_code_of,
)
from .said import comments_on, last_comment, questions_on, transfers_of
from .views import MOST, PAGE, VIEWS, inbox, usual_view

__all__ = [
    "MOST",
    "PAGE",
    "VIEWS",
    "EscalationLine",
    "case_of",
    "cases_behind",
    "cases_of",
    "clocks_of",
    "comments_on",
    "draft_of",
    "escalation_for",
    "escalation_with_id",
    "escalations_of",
    "escalations_on",
    "evidence_for",
    "hold",
    "hold_issue",
    "inbox",
    "issue_for",
    "issue_lines",
    "issue_link_of",
    "issue_of",
    "issue_with_id",
    "last_comment",
    "links_of",
    "names_on",
    "open_escalation",
    "open_escalations_of",
    "open_issues",
    "open_questions",
    "questions_on",
    "subscription_code_of",
    "transfers_of",
    "usual_view",
]
