"""What people and programs say about incidents."""

from .choosing import ChooseCases, MergeInto, SplitOff, seen_in
from .declaring import DeclareIncident, ReviseIncident
from .lasting import Mitigation, PostUpdate, Reactivation, Resolution
from .linking import EndOfLink, LinkCase, Rejection
from .reaching import Estimate, ListSubscriptions, UnlistSubscription

__all__ = [
    "ChooseCases",
    "DeclareIncident",
    "EndOfLink",
    "Estimate",
    "LinkCase",
    "ListSubscriptions",
    "MergeInto",
    "Mitigation",
    "PostUpdate",
    "Reactivation",
    "Rejection",
    "Resolution",
    "ReviseIncident",
    "SplitOff",
    "UnlistSubscription",
    "seen_in",
]
