"""What is compared of a case and an incident, and a ground for their belonging together."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFacts:
    boundary: str
    family: str
    product: str | None
    region: str | None
    opened_at: datetime
    problem_started_at: datetime | None
    text: str

    @property
    def began_at(self) -> datetime:
        return self.problem_started_at or self.opened_at


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentFacts:
    boundary: str
    families: tuple[str, ...]
    products: tuple[str, ...]
    regions: tuple[str, ...]
    started_at: datetime
    mitigated_at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class Ground:
    points: int
    evidence: str = ""
