"""What happens to an incident while it lasts."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class IncidentUpdatePosted(Event):
    """`spread` when it is also for the linked cases."""

    update_id: int
    spread: bool = True

    def told(self) -> str:
        return "wrote an update"


@dataclass(frozen=True, kw_only=True)
class IncidentMitigated(Event):
    update_id: int
    lasted: str

    def told(self) -> str:
        return f"marked it mitigated after {self.lasted}"


@dataclass(frozen=True, kw_only=True)
class IncidentResolved(Event):
    update_id: int

    def told(self) -> str:
        return "resolved the incident and wrote down its root cause"


@dataclass(frozen=True, kw_only=True)
class IncidentLeftAlone(Event):
    why: str
    to: list[str]

    def told(self) -> str:
        return f"asked {' and '.join(self.to)} to look after it: {self.why}"


@dataclass(frozen=True, kw_only=True)
class IncidentReactivated(Event):
    update_id: int
    was: str
    reason: str

    def told(self) -> str:
        return f"made it active again (was {self.was}): {self.reason}"
