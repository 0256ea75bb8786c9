"""What happens to incidents, and to cases through them."""

from .declaring import IncidentDeclared, IncidentRevised
from .lasting import IncidentLeftAlone, IncidentMitigated, IncidentReactivated, IncidentResolved, IncidentUpdatePosted
from .linking import (
    IncidentBatchUndone,
    IncidentLinkConfirmed,
    IncidentLinkEnded,
    IncidentLinkMoved,
    IncidentLinkRejected,
    IncidentLinkRestored,
    IncidentLinkSuggested,
)
from .merging import (
    IncidentGaveBack,
    IncidentMerged,
    IncidentSplit,
    IncidentTookIn,
    IncidentUnmerged,
    IncidentUpdateSpread,
)
from .reaching import ImpactEstimated, SubscriptionsListed, SubscriptionUnlisted

__all__ = [
    "ImpactEstimated",
    "IncidentBatchUndone",
    "IncidentDeclared",
    "IncidentGaveBack",
    "IncidentLeftAlone",
    "IncidentLinkConfirmed",
    "IncidentLinkEnded",
    "IncidentLinkMoved",
    "IncidentLinkRejected",
    "IncidentLinkRestored",
    "IncidentLinkSuggested",
    "IncidentMerged",
    "IncidentMitigated",
    "IncidentReactivated",
    "IncidentResolved",
    "IncidentRevised",
    "IncidentSplit",
    "IncidentTookIn",
    "IncidentUnmerged",
    "IncidentUpdatePosted",
    "IncidentUpdateSpread",
    "SubscriptionUnlisted",
    "SubscriptionsListed",
]
