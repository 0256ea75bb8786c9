"""What happens to clocks. Each says on which case, of which kind, and who holds the clock."""

from dataclasses import dataclass
from datetime import timedelta

from ..platform.events import Event
from ..platform.time import spell
from .kinds import KINDS, WAITING, Kind
from .readings import PauseReason


@dataclass(frozen=True, kw_only=True)
class AboutClock(Event):
    clock_id: int
    case_id: int
    kind: Kind
    holder: str
    escalation_id: int | None = None

    @property
    def words(self) -> str:
        return f"the {KINDS[self.kind].words} clock"


def _length(minutes: int, calendar: str) -> str:
    """`4 h`, or `4 h in New York hours`."""
    key = calendar.partition("@")[0]
    length, place = spell(timedelta(minutes=minutes)), key.replace("_", " ").title()
    return length if key == "always" else f"{length} in {place} hours"


@dataclass(frozen=True, kw_only=True)
class ClockStarted(AboutClock):
    minutes: int
    calendar: str
    why: str = ""

    def told(self) -> str:
        length = _length(self.minutes, self.calendar)
        return f"started {self.words} ({length}): {self.why}" if self.why else f"started {self.words} ({length})"


@dataclass(frozen=True, kw_only=True)
class ClockPaused(AboutClock):
    why: PauseReason

    def told(self) -> str:
        return f"paused {self.words}: {WAITING[self.why]}"


@dataclass(frozen=True, kw_only=True)
class ClockResumed(AboutClock):
    def told(self) -> str:
        return f"resumed {self.words}"


@dataclass(frozen=True, kw_only=True)
class ClockSatisfied(AboutClock):
    late: bool

    def told(self) -> str:
        return f"met {self.words}{', late' if self.late else ''}"


@dataclass(frozen=True, kw_only=True)
class ClockWarned(AboutClock):
    """So many percent of its time are used up. `due_at` is ISO 8601, as in the events below; `round` counts its due times."""

    due_at: str
    threshold: int
    round: int = 0

    def told(self) -> str:
        return f"warned that {self.words} has used {self.threshold} % of its time"


@dataclass(frozen=True, kw_only=True)
class ClockBreached(AboutClock):
    """The due time passed. For a follow-up that is what it is for: the case wants attention again."""

    due_at: str
    round: int = 0

    def told(self) -> str:
        if self.kind == "follow_up":
            return "brought the case back: its follow-up is due"
        return f"noted that {self.words} ran out"


@dataclass(frozen=True, kw_only=True)
class ClockOverdue(AboutClock):
    """Told again for every open hour after the due time."""

    due_at: str
    hours: int

    def told(self) -> str:
        return f"reminded that {self.words} ran out {self.hours} h of open time ago"


@dataclass(frozen=True, kw_only=True)
class ClockRetargeted(AboutClock):
    """The target, its hours or its due time changed. `due_at` is empty while it is paused."""

    minutes: int
    calendar: str
    due_at: str
    why: str

    def told(self) -> str:
        return f"moved {self.words} to {_length(self.minutes, self.calendar)}: {self.why}"


@dataclass(frozen=True, kw_only=True)
class ClockCancelled(AboutClock):
    why: str

    def told(self) -> str:
        return f"cancelled {self.words}: {self.why}"


@dataclass(frozen=True, kw_only=True)
class ClockMended(AboutClock):
    """Its row did not say what its ledger says, and was set right."""

    wrong: list[str]
    due_at: str

    def told(self) -> str:
        return f"set {self.words} right by its ledger: {', '.join(name.replace('_', ' ') for name in self.wrong)}"
