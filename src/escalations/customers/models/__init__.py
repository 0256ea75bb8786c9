"""Who our customers are and what they have. An organisation lives in one boundary; one with two has two rows."""

from .contact import DOMAIN, Contact
from .cover import HOURS, BusinessMoment, Cover, CoverSubscription
from .customer import LEGAL_FORM, PLANS, SPOKEN, Customer
from .subscription import Subscription

__all__ = [
    "DOMAIN",
    "HOURS",
    "LEGAL_FORM",
    "PLANS",
    "SPOKEN",
    "BusinessMoment",
    "Contact",
    "Cover",
    "CoverSubscription",
    "Customer",
    "Subscription",
]
