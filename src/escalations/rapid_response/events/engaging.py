"""An engagement begins, grows, and ends; people answer for it."""

from dataclasses import dataclass

from ...platform.events import Event
from ..models import ROLES


@dataclass(frozen=True, kw_only=True)
class RapidResponseRequested(Event):
    severity: str

    def told(self) -> str:
        return f"asked rapid response for help at severity {self.severity}"


@dataclass(frozen=True, kw_only=True)
class RapidResponseEngaged(Event):
    def told(self) -> str:
        return "takes the case for rapid response and watches it"


@dataclass(frozen=True, kw_only=True)
class RapidResponseStoodDown(Event):
    was: str

    def told(self) -> str:
        return "stood rapid response down" if self.was == "engaged" else "took the request to rapid response back"


@dataclass(frozen=True, kw_only=True)
class EngagementCaseAdded(Event):
    case: str
    engagement: str

    def told(self) -> str:
        return f"put {self.case} under {self.engagement} of rapid response"


@dataclass(frozen=True, kw_only=True)
class EngagementCaseReleased(Event):
    case: str
    engagement: str
    why: str

    def told(self) -> str:
        return f"took {self.case} out of {self.engagement}: {self.why}"


@dataclass(frozen=True, kw_only=True)
class EngagementWidened(Event):
    incident: str

    def told(self) -> str:
        cause = f"incident {self.incident}" if self.incident else "a cause"
        return f"gave the engagement {cause} that its cases have in common"


@dataclass(frozen=True, kw_only=True)
class RoleTaken(Event):
    role: str
    person_id: int
    person: str
    was: str | None

    def told(self) -> str:
        took = f"took the role {ROLES[self.role].lower()} for {self.person}"
        return took + (f" from {self.was}" if self.was else "")


@dataclass(frozen=True, kw_only=True)
class RoleLaidDown(Event):
    role: str
    person: str

    def told(self) -> str:
        return f"laid down the role {ROLES[self.role].lower()} of {self.person}"
