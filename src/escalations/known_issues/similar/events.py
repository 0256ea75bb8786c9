"""What is said of two cases that may be alike."""

from dataclasses import dataclass

from ...platform.events import Event
from .models import METHODS


@dataclass(frozen=True, kw_only=True)
class SimilarCaseAccepted(Event):
    other: str
    method: str
    score: float

    def told(self) -> str:
        return f"found {self.other} alike, by {METHODS[self.method]}"


@dataclass(frozen=True, kw_only=True)
class SimilarCaseRejected(Event):
    other: str
    method: str
    score: float

    def told(self) -> str:
        return f"set {self.other} aside: not like this one"


@dataclass(frozen=True, kw_only=True)
class SimilarCaseTakenBack(Event):
    other: str
    was: str

    def told(self) -> str:
        return f"took back that {self.other} is {'alike' if self.was == 'accepted' else 'not like this one'}"
