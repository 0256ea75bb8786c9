"""Two incidents that turn out to be one, and one that turns out to be two."""

from dataclasses import dataclass

from ...platform.events import Event
from ..counted import counted


@dataclass(frozen=True, kw_only=True)
class IncidentMerged(Event):
    into: str
    cases: int
    reason: str

    def told(self) -> str:
        return f"merged it into {self.into} with {counted(self.cases, 'case')}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class IncidentTookIn(Event):
    other: str
    cases: int

    def told(self) -> str:
        return f"merged {self.other} into it with {counted(self.cases, 'case')}"


@dataclass(frozen=True, kw_only=True)
class IncidentUnmerged(Event):
    into: str
    kept: list[str]

    def told(self) -> str:
        left = f"; {', '.join(self.kept)} changed since and stays there" if self.kept else ""
        return f"undid its merging into {self.into}{left}"


@dataclass(frozen=True, kw_only=True)
class IncidentGaveBack(Event):
    other: str

    def told(self) -> str:
        return f"undid the merging of {self.other} into it"


@dataclass(frozen=True, kw_only=True)
class IncidentSplit(Event):
    other: str
    cases: int

    def told(self) -> str:
        return f"split {counted(self.cases, 'case')} off into {self.other}"


@dataclass(frozen=True, kw_only=True)
class IncidentUpdateSpread(Event):
    update_id: int
    cases: int

    def told(self) -> str:
        return f"put an update on {counted(self.cases, 'more linked case')}"
