"""What happens between rapid response and a case."""

from dataclasses import dataclass

from ..platform.events import Event


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
