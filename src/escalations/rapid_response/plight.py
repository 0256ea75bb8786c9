"""What is known of a case when the board is drawn, and what its score is made of."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Plight:
    """What is known of a case when the board is drawn. `silent_since` is None while it is for the customer to answer."""

    case_id: int
    severity: str
    due_at: datetime | None = None
    due_kind: str | None = None
    silent_since: datetime | None = None
    reopened: int = 0
    escalated: bool = False
    requested: bool = False


@dataclass(frozen=True)
class Part:
    """`says` is the fact in words."""

    factor: str
    points: int
    says: str
    ends_with_reply: bool = False


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
