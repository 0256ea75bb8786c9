"""Every verb on customers, their cover, contacts and subscriptions."""

from .contacting import add_contact, note_departure, revise_contact
from .covering import CoverTerms, end_cover, grant_cover
from .facts import ContactFacts, CustomerFacts
from .handling import revise_handling_notes
from .moments import note_moment, withdraw_moment
from .subscribing import add_subscription
from .writing import add_customer, revise_customer

__all__ = [
    "ContactFacts",
    "CoverTerms",
    "CustomerFacts",
    "add_contact",
    "add_customer",
    "add_subscription",
    "end_cover",
    "grant_cover",
    "note_departure",
    "note_moment",
    "revise_contact",
    "revise_customer",
    "revise_handling_notes",
    "withdraw_moment",
]
