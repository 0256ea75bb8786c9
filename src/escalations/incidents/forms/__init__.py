"""What people and programs say about incidents."""

from .declaring import DeclareIncident, ReviseIncident
from .lasting import Mitigation, PostUpdate, Reactivation, Resolution
from .linking import EndOfLink, LinkCase, Rejection

__all__ = [
    "DeclareIncident",
    "EndOfLink",
    "LinkCase",
    "Mitigation",
    "PostUpdate",
    "Reactivation",
    "Rejection",
    "Resolution",
    "ReviseIncident",
]
