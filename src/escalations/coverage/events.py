"""What happens to rotations, to who is on call, and to who is away. Spans are told in UTC."""

from dataclasses import dataclass

from ..platform.events import Event


@dataclass(frozen=True, kw_only=True)
class RotationMade(Event):
    name: str
    words: str

    def told(self) -> str:
        return f"made the rotation “{self.name}”: {self.words}"


@dataclass(frozen=True, kw_only=True)
class RotationRevised(Event):
    words: str

    def told(self) -> str:
        return f"changed the rotation: {self.words}"


@dataclass(frozen=True, kw_only=True)
class RotationEnded(Event):
    def told(self) -> str:
        return "ended the rotation"


@dataclass(frozen=True, kw_only=True)
class ShiftsPlanned(Event):
    count: int
    until: str

    def told(self) -> str:
        return f"planned {self.count} shift{'s' if self.count != 1 else ''} until {self.until}"


@dataclass(frozen=True, kw_only=True)
class ShiftOverridden(Event):
    override_id: int
    who: str
    span: str
    reason: str

    def told(self) -> str:
        return f"put {self.who} on call {self.span}" + (f": {self.reason}" if self.reason else "")


@dataclass(frozen=True, kw_only=True)
class OverrideCancelled(Event):
    override_id: int
    who: str
    span: str

    def told(self) -> str:
        return f"took back that {self.who} is on call {self.span}"


@dataclass(frozen=True, kw_only=True)
class SwapAsked(Event):
    swap_id: int
    asked: str
    words: str

    def told(self) -> str:
        return f"asked {self.asked} to {self.words}"


@dataclass(frozen=True, kw_only=True)
class SwapAnswered(Event):
    swap_id: int
    answer: str
    words: str

    def told(self) -> str:
        return f"{self.answer}: {self.words}"


@dataclass(frozen=True, kw_only=True)
class AbsenceAdded(Event):
    """Why somebody is away is told to none who reads the trail."""

    absence_id: int
    span: str
    shifts: int = 0

    def told(self) -> str:
        cut = f", which frees {self.shifts} on-call shift{'s' if self.shifts != 1 else ''}" if self.shifts else ""
        return f"entered an absence {self.span}{cut}"


@dataclass(frozen=True, kw_only=True)
class AbsenceCancelled(Event):
    absence_id: int
    span: str

    def told(self) -> str:
        return f"took back the absence {self.span}"


@dataclass(frozen=True, kw_only=True)
class CalendarImported(Event):
    added: int
    removed: int

    def told(self) -> str:
        return f"read a calendar: {self.added} absence(s) new or changed, {self.removed} gone"


@dataclass(frozen=True, kw_only=True)
class CalendarSourceSet(Event):
    host: str

    def told(self) -> str:
        return f"has absences read from a calendar at {self.host}" if self.host else "has no calendar read any more"


@dataclass(frozen=True, kw_only=True)
class CalendarKeyMade(Event):
    of: str

    def told(self) -> str:
        return f"made a calendar address for {self.of}"


@dataclass(frozen=True, kw_only=True)
class CalendarKeyRevoked(Event):
    of: str

    def told(self) -> str:
        return f"revoked a calendar address for {self.of}"


@dataclass(frozen=True, kw_only=True)
class GapsFound(Event):
    count: int
    words: str

    def told(self) -> str:
        return f"found {self.count} new gap{'s' if self.count != 1 else ''} in coverage: {self.words}"
