"""Every SELECT about customers."""

from .about import customer_for, customer_named, customer_with_id
from .contacts import (
    contact_for,
    contact_with_email,
    contacts_among,
    contacts_of,
    first_contact_of,
    names_of_contacts,
    subscription_with_code,
    subscriptions_among,
    subscriptions_of,
)
from .covers import covers_of, moment_for, moments_of, standing_cover, standing_covers
from .lists import customers_in_sight
from .strangers import (
    Met,
    customers_at,
    customers_spoken_of,
    customers_with_subscriptions,
    met_by_name,
    other_domains,
    spoken_of,
)

__all__ = [
    "Met",
    "contact_for",
    "contact_with_email",
    "contacts_among",
    "contacts_of",
    "covers_of",
    "customer_for",
    "customer_named",
    "customer_with_id",
    "customers_at",
    "customers_in_sight",
    "customers_spoken_of",
    "customers_with_subscriptions",
    "first_contact_of",
    "met_by_name",
    "moment_for",
    "moments_of",
    "names_of_contacts",
    "other_domains",
    "spoken_of",
    "standing_cover",
    "standing_covers",
    "subscription_with_code",
    "subscriptions_among",
    "subscriptions_of",
]
