"""Every verb on an incident and on its links with cases."""

from ..accounts import Account
from .declaring import declare_incident
from .ending import mitigate_incident, reactivate_incident, resolve_incident
from .estimating import estimate_impact
from .linking import confirm_all_suggested, confirm_link
from .linking_many import ChangedMeanwhile, confirm_cases, reject_cases, undo_batch
from .listing import list_subscriptions, unlist_subscription
from .merging import merge_incident, unmerge_incident
from .quoting import keep_outside_words
from .revising import revise_incident
from .splitting import split_incident
from .suggesting import suggest_cases, suggest_incidents
from .telling import close_the_loop, let_go, open_the_loop, tell_case
from .unlinking import end_link, reject_link
from .updating import post_update, spread_update

__all__ = [
    "Account",
    "ChangedMeanwhile",
    "close_the_loop",
    "confirm_all_suggested",
    "confirm_cases",
    "confirm_link",
    "declare_incident",
    "end_link",
    "estimate_impact",
    "keep_outside_words",
    "let_go",
    "list_subscriptions",
    "merge_incident",
    "mitigate_incident",
    "open_the_loop",
    "post_update",
    "reactivate_incident",
    "reject_cases",
    "reject_link",
    "resolve_incident",
    "revise_incident",
    "split_incident",
    "spread_update",
    "suggest_cases",
    "suggest_incidents",
    "tell_case",
    "undo_batch",
    "unlist_subscription",
    "unmerge_incident",
]
