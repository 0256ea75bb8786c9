"""What happens to the link of a case and an incident."""

from dataclasses import dataclass

from ...platform.events import Event


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
class IncidentLinkUndone(Event):
    case: str
    incident: str

    def told(self) -> str:
        return f"took back linking {self.case} to incident {self.incident}: it is suggested again"


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
