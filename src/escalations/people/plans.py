"""How a person is to stand in the roster: their hours, room and skills. Pure, so that what it would move can be said before it is saved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from .models import Person

_DAYS = ("", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, kw_only=True)
class RosterPlan:
    """Shift times are minutes since midnight in `time_zone`, `shift_days` the ISO weekdays on which a shift begins."""

    shift_start: int
    shift_end: int
    shift_days: tuple[int, ...]
    time_zone: str
    capacity: int
    presence: str
    levels: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, person: Person, levels: Mapping[str, int]) -> "RosterPlan":
        return cls(
            shift_start=person.shift_start, shift_end=person.shift_end, shift_days=tuple(sorted(person.shift_days)),
            time_zone=person.time_zone, capacity=person.capacity, presence=person.presence, levels=dict(levels),
        )  # fmt: skip

    @property
    def mark(self) -> str:
        """The same for the same plan, so that one can tell whether it is still the one that was looked at."""
        told = (self.shift, self.time_zone, self.capacity, self.presence, sorted(self.levels.items()))
        return sha256(repr(told).encode()).hexdigest()[:16]

    @property
    def shift(self) -> tuple[tuple[int, ...], int, int]:
        return self.shift_days, self.shift_start, self.shift_end

    @property
    def shift_words(self) -> str:
        """`Mon–Fri 09:00–17:00`"""
        if not self.shift_days:
            return "no day"
        around = self.shift_start == self.shift_end
        hours = "around the clock" if around else f"{_clock(self.shift_start)}–{_clock(self.shift_end)}"
        return f"{_days(self.shift_days)} {hours}"

    def would_be(self, person: Person) -> Person:
        """The person with this plan: a copy that stands in no database."""
        return Person(**{**person.model_dump(), **self.columns, "presence": self.presence})

    @property
    def columns(self) -> dict[str, object]:
        return {
            "shift_start": self.shift_start, "shift_end": self.shift_end, "shift_days": list(self.shift_days),
            "time_zone": self.time_zone, "capacity": self.capacity,
        }  # fmt: skip

    def changes(self, was: "RosterPlan") -> Iterator[tuple[str, str]]:
        """Which part, and what is told of it."""
        if self.shift != was.shift:
            yield "shift", f"works {self.shift_words} (was {was.shift_words})"
        if self.time_zone != was.time_zone:
            yield "time_zone", f"works in {self.time_zone} (was {was.time_zone})"
        if self.capacity != was.capacity:
            yield "capacity", f"has room for {self.capacity} units (was {was.capacity})"
        if told := list(_relevelled(was.levels, self.levels)):
            yield "specialties", ", ".join(told)


def _relevelled(was: Mapping[str, int], now: Mapping[str, int]) -> Iterator[str]:
    for family in sorted({*was, *now}):
        before, after = was.get(family, 0), now.get(family, 0)
        if before != after:
            yield f"{family.replace('_', ' ')} at {f'level {after}' if after else 'no level'} (was {before or 'none'})"


def _days(days: tuple[int, ...]) -> str:
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return "every day" if len(days) == 7 else f"{_DAYS[days[0]]}–{_DAYS[days[-1]]}"
    return ", ".join(_DAYS[day] for day in days)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
