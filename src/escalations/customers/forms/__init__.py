"""What people and programs say about customers."""

from .contacts import NewContact, NewSubscription, RevisedContact
from .customers import Cover, EndOfCover, HandlingNotes, NewCustomer, RevisedCustomer

__all__ = [
    "Cover",
    "EndOfCover",
    "HandlingNotes",
    "NewContact",
    "NewCustomer",
    "NewSubscription",
    "RevisedContact",
    "RevisedCustomer",
]
