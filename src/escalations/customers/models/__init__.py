"""Who our customers are and what they have. An organisation lives in one boundary; one with two has two rows."""

from .contact import DOMAIN, Contact
from .customer import LEGAL_FORM, PLANS, SPOKEN, Customer
from .subscription import Subscription

__all__ = ["DOMAIN", "LEGAL_FORM", "PLANS", "SPOKEN", "Contact", "Customer", "Subscription"]
