"""Who could take a case, as they stood at the moment of the decision."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

Presence = Literal["available", "busy", "away", "offline"]


class Shift(Struct, frozen=True, kw_only=True):
    start: datetime
    end: datetime


class Candidate(Struct, frozen=True, kw_only=True):
    """`clearances` maps a boundary to its end, None for no end; `shifts` are absolute; `load` and `capacity` are units."""

    person_id: int
    name: str
    role: str
    presence: Presence
    capacity: int
    load: int = 0
    specialties: Mapping[str, int] = {}
    languages: tuple[str, ...] = ()
    clearances: Mapping[str, datetime | None] = {}
    shifts: tuple[Shift, ...] = ()
    last_assigned_at: datetime | None = None

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.load)

    def end_of_shift(self, at: datetime) -> datetime | None:
        """When the work that is going on at this moment ends; shifts that touch are one."""
        end = _reached(self.shifts, at)
        while end is not None and (further := _reached(self.shifts, end)) is not None:
            end = further
        return end

    def next_shift(self, at: datetime) -> Shift | None:
        following: Shift | None = None
        for shift in self.shifts:
            if shift.start > at and (following is None or shift.start < following.start):
                following = shift
        return following


def _reached(shifts: tuple[Shift, ...], at: datetime) -> datetime | None:
    """The end of a shift that is under way at this moment, the latest of several."""
    end: datetime | None = None
    for shift in shifts:
        if shift.start <= at < shift.end and (end is None or shift.end > end):
            end = shift.end
    return end
