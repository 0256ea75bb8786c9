"""Who could take a case, as they stood at the moment of the decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Presence = Literal["available", "busy", "away", "offline"]


@dataclass(frozen=True, kw_only=True)
class Shift:
    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """`clearances` maps a boundary to its end, None for no end; `shifts` are absolute; `load` and `capacity` are units."""

    person_id: int
    name: str
    role: str
    presence: Presence
    capacity: int
    load: int = 0
    specialties: Mapping[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    clearances: Mapping[str, datetime | None] = field(default_factory=dict)
    shifts: tuple[Shift, ...] = ()
    last_assigned_at: datetime | None = None

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.load)

    def end_of_shift(self, at: datetime) -> datetime | None:
        """When the work that is going on at this moment ends; shifts that touch are one."""
        end: datetime | None = None
        for shift in sorted(self.shifts, key=lambda one: one.start):
            if shift.start <= (end or at) < shift.end:
                end = shift.end
        return end

    def next_shift(self, at: datetime) -> Shift | None:
        return min((shift for shift in self.shifts if shift.start > at), key=lambda one: one.start, default=None)
