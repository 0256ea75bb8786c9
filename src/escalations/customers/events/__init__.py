"""What happens to customers and to what we know of them."""

from .contacts import ContactAdded, ContactLeft, ContactRevised, SubscriptionAdded
from .customers import CoverEnded, CoverGranted, CustomerAdded, CustomerRevised, HandlingNotesRevised

__all__ = [
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
