"""What leaving a line of the checklist out has cost so far. Pure: per group, never per person."""

from dataclasses import dataclass
from datetime import datetime

from ..catalog import catalogue


@dataclass(frozen=True)
class Evidence:
    """Of the last escalations that came `without` it, so many were `returned` for it."""

    need: str
    without: int = 0
    returned: int = 0

    @property
    def blocks(self) -> bool:
        return self.returned >= catalogue().gate.blocks_from

    @property
    def sentence(self) -> str:
        if not self.without:
            return ""
        came, were = (
            (f"The last {self.without} escalations", "were") if self.without > 1 else ("The one escalation", "was")
        )
        times = {0: "never returned for it", 1: "returned for it once", 2: "returned for it twice"}
        return f"{came} without it {were} {times.get(self.returned, f'returned for it {self.returned} times')}."


@dataclass(frozen=True, slots=True)
class Past:
    """An escalation as the backtest needs it, oldest first. `tried` are needs for which support said what it had tried."""

    id: int
    case_id: int
    product_group: str
    boundary: str
    family: str
    opened_at: datetime
    decided_at: datetime
    absent: tuple[str, ...]
    tried: frozenset[str]
    return_code: str | None
    missing_need: str | None
