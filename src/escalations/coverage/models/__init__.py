"""The tables of the room."""

from .absences import KINDS, Absence, CalendarSource
from .calendars import CalendarKey
from .gaps import KnownGap
from .rotations import Member, Rotation
from .shifts import Override, Shift, Swap

__all__ = [
    "KINDS",
    "Absence",
    "CalendarKey",
    "CalendarSource",
    "KnownGap",
    "Member",
    "Override",
    "Rotation",
    "Shift",
    "Swap",
]
