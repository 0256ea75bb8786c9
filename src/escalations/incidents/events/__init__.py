"""What happens to incidents, and to cases through them."""

from .declaring import IncidentDeclared, IncidentRevised
from .lasting import IncidentMitigated, IncidentReactivated, IncidentResolved, IncidentUpdatePosted
from .linking import (
    IncidentLinkConfirmed,
    IncidentLinkEnded,
    IncidentLinkRejected,
    IncidentLinkSuggested,
    IncidentLinkUndone,
)

__all__ = [
    "IncidentDeclared",
    "IncidentLinkConfirmed",
    "IncidentLinkEnded",
    "IncidentLinkRejected",
    "IncidentLinkSuggested",
    "IncidentLinkUndone",
    "IncidentMitigated",
    "IncidentReactivated",
    "IncidentResolved",
    "IncidentRevised",
    "IncidentUpdatePosted",
]
