"""What rapid response keeps: engagements with all that belongs to them, packs handed over, and who was asked while silent."""

from .engagement import ROLES, STATES, Engagement
from .handover import Handover, HandoverLine
from .planning import EngagementPromise, EngagementStep, EngagementSummary
from .silence import HOWS, OUTCOMES, SilentContact
from .taking_part import SIDES, EngagementCase, EngagementGuest, EngagementRole

__all__ = [
    "HOWS",
    "OUTCOMES",
    "ROLES",
    "SIDES",
    "STATES",
    "Engagement",
    "EngagementCase",
    "EngagementGuest",
    "EngagementPromise",
    "EngagementRole",
    "EngagementStep",
    "EngagementSummary",
    "Handover",
    "HandoverLine",
    "SilentContact",
]
