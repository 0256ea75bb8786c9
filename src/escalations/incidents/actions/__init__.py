"""Every verb on an incident and on its links with cases."""

from ..accounts import Account
from .declaring import declare_incident
from .ending import mitigate_incident, reactivate_incident, resolve_incident
from .linking import confirm_all_suggested, confirm_link
from .revising import revise_incident
from .suggesting import suggest_cases, suggest_incidents
from .telling import close_the_loop, open_the_loop, tell_cases
from .undoing import undo_confirmations
from .unlinking import end_link, reject_link
from .updating import post_update

__all__ = [
    "Account",
    "close_the_loop",
    "confirm_all_suggested",
    "confirm_link",
    "declare_incident",
    "end_link",
    "mitigate_incident",
    "open_the_loop",
    "post_update",
    "reactivate_incident",
    "reject_link",
    "resolve_incident",
    "revise_incident",
    "suggest_cases",
    "suggest_incidents",
    "tell_cases",
    "undo_confirmations",
]
