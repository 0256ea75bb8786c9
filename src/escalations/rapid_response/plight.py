"""What is known of a case or an incident when the board is drawn, and what its score is made of."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Plight:
    """`silent_since` is None while it is for the customer to answer, `moment_at` the nearest business moment: the past while one
    lasts. Of an incident `case_id` is its number, `hit` how many covered customers have a case of it, `silent` how many have none."""

    case_id: int
    severity: str
    claimed: str = "C"
    around_the_clock: bool = False
    due_at: datetime | None = None
    due_kind: str | None = None
    silent_since: datetime | None = None
    incident: bool = False
    reopened: int = 0
    transfers: int = 0
    escalated: bool = False
    broken: int = 0
    moment_at: datetime | None = None
    moment: str = ""
    requested: bool = False
    hit: int = 0
    silent: int = 0
    is_incident: bool = False


@dataclass(frozen=True)
class Part:
    """`says` is the fact in words, `act` what would take its points away."""

    factor: str
    points: int
    says: str
    act: str = ""


@dataclass(frozen=True)
class Score:
    points: int
    parts: tuple[Part, ...]
    """The heaviest first; only those that count."""
    order: tuple[float, ...]
    """Ascending: what sorts first is worst."""

    @property
    def sentence(self) -> str:
        return ", ".join(part.says for part in self.parts[:3])

    @property
    def sum(self) -> str:
        return " + ".join(f"{part.says} {part.points}" for part in self.parts) + f" = {self.points}"

    def of(self, factor: str) -> int:
        return next((part.points for part in self.parts if part.factor == factor), 0)
