"""What happens to views."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class ViewSaved(Event):
    name: str
    team: str

    def told(self) -> str:
        return f"saved the list “{self.name}”" + (f" for the team of {self.team}" if self.team else "")


@dataclass(frozen=True, kw_only=True)
class ViewChanged(Event):
    """`what` are the names of the parts that are different now."""

    name: str
    what: list[str]

    def told(self) -> str:
        return f"changed {', '.join(self.what)} of the list “{self.name}”"


@dataclass(frozen=True, kw_only=True)
class ViewDeleted(Event):
    name: str

    def told(self) -> str:
        return f"deleted the list “{self.name}”"


@dataclass(frozen=True, kw_only=True)
class ViewRestored(Event):
    name: str

    def told(self) -> str:
        return f"brought the list “{self.name}” back"
