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
class IncidentLinkEnded(Event):
    case: str
    incident: str
    was: str
    reason: str

    def told(self) -> str:
        if self.was == "suggested":
            return f"took back the suggestion of incident {self.incident} for {self.case}: {self.reason}"
        return f"ended the link of {self.case} to incident {self.incident}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class IncidentLinkRestored(Event):
    """`became` is what the link is again; empty when there was none before."""

    case: str
    incident: str
    was: str
    became: str

    def told(self) -> str:
        again = {
            "confirmed": "is linked again",
            "suggested": "is only suggested again",
            "rejected": "is set aside again",
        }
        return f"took it back: {self.case} {again.get(self.became, 'is no longer linked')} for incident {self.incident}"


@dataclass(frozen=True, kw_only=True)
class IncidentLinkMoved(Event):
    """By merging or splitting: what was said of the case and `was` is now said of it and `incident`."""

    case: str
    was: str
    incident: str
    state: str

    def told(self) -> str:
        what = {"suggested": "the suggestion of ", "rejected": "what was denied of "}.get(self.state, "")
        return f"moved {what}{self.case} from incident {self.was} to incident {self.incident}"


@dataclass(frozen=True, kw_only=True)
class IncidentBatchUndone(Event):
    """`kept` are cases whose link somebody had changed since."""

    kept: list[str]

    def told(self) -> str:
        return "took a batch of links back" + (
            f"; {', '.join(self.kept)} had changed since and stays" if self.kept else ""
        )
