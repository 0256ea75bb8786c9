"""Who our customers are and what they have. An organisation lives in one boundary; one with two has two rows."""

from .contact import Contact
from .cover import HOURS, BusinessMoment, Cover, CoverSubscription
from .customer import PLANS, Customer
from .subscription import Subscription

__all__ = ["HOURS", "PLANS", "BusinessMoment", "Contact", "Cover", "CoverSubscription", "Customer", "Subscription"]
