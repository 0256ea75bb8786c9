"""What happens to an incident and to its links with cases."""

from dataclasses import dataclass

from ..platform.events import Event


@dataclass(frozen=True, kw_only=True)
class IncidentDeclared(Event):
    severity: str
    case: str | None = None

    def told(self) -> str:
        return f"declared the incident with severity {self.severity}" + (f" from {self.case}" if self.case else "")


@dataclass(frozen=True, kw_only=True)
class IncidentRevised(Event):
    """`was` and `became` hold codes and times; of the title and summary only that they were rewritten."""

    was: dict[str, str]
    became: dict[str, str]
    rewrote: list[str]

    def told(self) -> str:
        changes = [
            f"changed {name.replace('_', ' ')}: {self.was[name] or 'all'} → {self.became[name] or 'all'}"
            for name in self.became
        ]
        return "; ".join([*changes, *(f"rewrote the {name}" for name in self.rewrote)])


@dataclass(frozen=True, kw_only=True)
class IncidentUpdatePosted(Event):
    update_id: int

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
class IncidentReactivated(Event):
    update_id: int
    was: str
    reason: str

    def told(self) -> str:
        return f"made it active again (was {self.was}): {self.reason}"


@dataclass(frozen=True, kw_only=True)
class IncidentLinkSuggested(Event):
    case: str
    incident: str
    score: int

    def told(self) -> str:
        return f"suggested that {self.case} comes of incident {self.incident} ({self.score} of 100)"


@dataclass(frozen=True, kw_only=True)
class IncidentLinkConfirmed(Event):
    case: str
    incident: str

    def told(self) -> str:
        return f"linked {self.case} to incident {self.incident}"


@dataclass(frozen=True, kw_only=True)
class IncidentLinkRejected(Event):
    case: str
    incident: str
    reason: str

    def told(self) -> str:
        return f"said that {self.case} does not come of incident {self.incident}" + (
            f": {self.reason}" if self.reason else ""
        )


@dataclass(frozen=True, kw_only=True)
class IncidentLinkEnded(Event):
    case: str
    incident: str
    was: str
    reason: str

    def told(self) -> str:
        if self.was == "suggested":
            return f"took back the suggestion of incident {self.incident} for {self.case}: {self.reason}"
        return f"ended the link of {self.case} to incident {self.incident}: {self.reason}"
