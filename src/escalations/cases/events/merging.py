"""Cases become one, or two, or are themselves again."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseMerged(Event):
    into: str
    reason: str

    def told(self) -> str:
        return f"merged it into {self.into}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class CaseTookIn(Event):
    other: str
    reason: str

    def told(self) -> str:
        return f"merged {self.other} into it: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class CaseUnmerged(Event):
    into: str

    def told(self) -> str:
        return f"took it out of {self.into} again"


@dataclass(frozen=True, kw_only=True)
class CaseGaveBack(Event):
    other: str

    def told(self) -> str:
        return f"took {self.other} out of it again"


@dataclass(frozen=True, kw_only=True)
class CaseSplit(Event):
    other: str
    entries: int

    def told(self) -> str:
        return f"split {self.entries} entr{'y' if self.entries == 1 else 'ies'} off into {self.other}"


@dataclass(frozen=True, kw_only=True)
class SplitTakenBack(Event):
    other: str

    def told(self) -> str:
        return f"took the split into {self.other} back"
