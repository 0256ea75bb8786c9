"""Every SELECT about customers."""

from .about import customer_for, customer_named, customer_with_id
from .contacts import contact_for, contact_with_email, contacts_of, subscription_with_code, subscriptions_of
from .lists import customers_in_sight
from .mentions import customer_names, customers_mentioned

__all__ = [
    "contact_for",
    "contact_with_email",
    "contacts_of",
    "customer_for",
    "customer_named",
    "customer_names",
    "customer_with_id",
    "customers_in_sight",
    "customers_mentioned",
    "subscription_with_code",
    "subscriptions_of",
]
