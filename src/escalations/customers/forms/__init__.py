"""What people and programs say about customers."""

from .contacts import NewContact, NewSubscription, RevisedContact
from .cover import Cover, EndOfCover, Moment
from .customers import HandlingNotes, NewCustomer, RevisedCustomer

__all__ = [
    "Cover",
    "EndOfCover",
    "HandlingNotes",
    "Moment",
    "NewContact",
    "NewCustomer",
    "NewSubscription",
    "RevisedContact",
    "RevisedCustomer",
]
