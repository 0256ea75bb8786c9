"""What happens to a spike."""

from dataclasses import dataclass

from ..platform.events import Event
from .models import KINDS, in_words


@dataclass(frozen=True, kw_only=True)
class _Seen(Event):
    customers: int
    minutes: int
    expected: float

    def counted(self) -> str:
        return f"{self.customers} customers in {self.minutes} min where {in_words(self.expected)} are usual"


@dataclass(frozen=True, kw_only=True)
class SpikeWatched(_Seen):
    def told(self) -> str:
        return f"began to watch it: {self.counted()}"


@dataclass(frozen=True, kw_only=True)
class SpikeAlarmRaised(_Seen):
    def told(self) -> str:
        return f"raised the alarm: {self.counted()}"


@dataclass(frozen=True, kw_only=True)
class SpikeToldAgain(Event):
    to: list[str]

    def told(self) -> str:
        return f"told {' and '.join(self.to)} of it, since whoever knew is not there any more"


@dataclass(frozen=True, kw_only=True)
class SpikeSubsided(Event):
    hours: int

    def told(self) -> str:
        return f"let it subside after {self.hours} quiet hours"


@dataclass(frozen=True, kw_only=True)
class SpikePromoted(Event):
    incident: str
    cases: int

    def told(self) -> str:
        return f"promoted it to incident {self.incident} with {self.cases} of its cases linked"


@dataclass(frozen=True, kw_only=True)
class SpikeRejected(Event):
    kind: str
    reason: str

    def told(self) -> str:
        return f"rejected it, {KINDS.get(self.kind, self.kind)}: {self.reason}"
