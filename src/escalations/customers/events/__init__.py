"""What happens to customers and to what we know of them."""

from .contacts import ContactAdded, ContactLeft, ContactRevised, SubscriptionAdded
from .cover import BusinessMomentNoted, BusinessMomentWithdrawn, CoverEnded, CoverGranted
from .customers import CustomerAdded, CustomerRevised, HandlingNotesRevised

__all__ = [
    "BusinessMomentNoted",
    "BusinessMomentWithdrawn",
    "ContactAdded",
    "ContactLeft",
    "ContactRevised",
    "CoverEnded",
    "CoverGranted",
    "CustomerAdded",
    "CustomerRevised",
    "HandlingNotesRevised",
    "SubscriptionAdded",
]
