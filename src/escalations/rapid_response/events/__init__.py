"""What happens between rapid response, its cases and its customers."""

from .engaging import (
    EngagementCaseAdded,
    EngagementCaseReleased,
    EngagementWidened,
    RapidResponseEngaged,
    RapidResponseRequested,
    RapidResponseStoodDown,
    RoleLaidDown,
    RoleTaken,
)
from .handing_over import HandoverAcknowledged, HandoverUnacknowledged, HandoverWithdrawn, HandoverWritten
from .leading import (
    EngagementUpdated,
    EngagementUpdateMoved,
    EngagementUpdateNearing,
    EngagementUpdateOverdue,
    GuestJoined,
    GuestLeft,
    StepAdded,
    StepDone,
    StepRevised,
    SummaryRevised,
)
from .silence import SilentCustomerContacted

__all__ = [
    "EngagementCaseAdded",
    "EngagementCaseReleased",
    "EngagementUpdateMoved",
    "EngagementUpdateNearing",
    "EngagementUpdateOverdue",
    "EngagementUpdated",
    "EngagementWidened",
    "GuestJoined",
    "GuestLeft",
    "HandoverAcknowledged",
    "HandoverUnacknowledged",
    "HandoverWithdrawn",
    "HandoverWritten",
    "RapidResponseEngaged",
    "RapidResponseRequested",
    "RapidResponseStoodDown",
    "RoleLaidDown",
    "RoleTaken",
    "SilentCustomerContacted",
    "StepAdded",
    "StepDone",
    "StepRevised",
    "SummaryRevised",
]
