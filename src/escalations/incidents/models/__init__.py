"""An incident, what was written on it while it lasted, how far it reaches, and the cases that come of it."""

from .batches import LinkBatch, LinkChange
from .counts import (
    CASE_MERGED,
    CASE_OPEN,
    CASE_OPENED_AT,
    CASE_REGION,
    CASE_SEVERITY,
    CASE_SUBSCRIPTION,
    LINKED_CUSTOMER,
    IncidentCount,
    IncidentCustomer,
)
from .incident import Incident
from .links import CaseIncidentLink
from .reach import ImpactedSubscription, ImpactEstimate
from .updates import IncidentOutsideWords, IncidentUpdate

__all__ = [
    "CASE_MERGED",
    "CASE_OPEN",
    "CASE_OPENED_AT",
    "CASE_REGION",
    "CASE_SEVERITY",
    "CASE_SUBSCRIPTION",
    "LINKED_CUSTOMER",
    "CaseIncidentLink",
    "ImpactEstimate",
    "ImpactedSubscription",
    "Incident",
    "IncidentCount",
    "IncidentCustomer",
    "IncidentOutsideWords",
    "IncidentUpdate",
    "LinkBatch",
    "LinkChange",
]
