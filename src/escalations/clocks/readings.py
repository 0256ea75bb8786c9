"""What a ledger is made of, and what it says when it is read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, Protocol

from .calendars import MINUTE, Calendar

State = Literal["running", "paused", "satisfied", "cancelled"]
What = Literal[
    "started", "paused", "resumed", "satisfied", "warned", "breached", "retargeted", "carried_over", "rescheduled", "cancelled", "merged"
]  # fmt: skip
PauseReason = Literal["customer", "product_group", "third_party", "support", "resolved"]
REMINDER = timedelta(hours=1)
NONE = timedelta()


class LedgerError(ValueError):
    pass


class PinnedCalendars(Protocol):
    def pinned(self, ref: str, /) -> Calendar: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`minutes`, `calendar` and `policy` belong to a target; `due_at` to an absolute one, or to the due time announced.

    `threshold` is the share of the target, in percent, that was used up when it was warned of.
    """

    what: What
    at: datetime
    why: str = ""
    minutes: int | None = None
    calendar: str = ""
    policy: str = ""
    due_at: datetime | None = None
    threshold: int | None = None


class Segment(NamedTuple):
    start: datetime
    end: datetime
    what: str
    """running, paused or stopped."""
    why: str
    calendar: str


class ClockReading(NamedTuple):
    """All of it as of `as_of`. `round` counts the due times it has had, each warned of and breached at most once."""

    state: State
    started_at: datetime
    as_of: datetime
    target: timedelta
    calendar: str
    policy: str
    left: timedelta
    aimed_at: datetime
    """When the due time was last worked out, and from what was left then."""
    aimed_left: timedelta
    used: timedelta = NONE
    due_at: datetime | None = None
    overdue_since: datetime | None = None
    breached_at: datetime | None = None
    satisfied_at: datetime | None = None
    why: str = ""
    round: int = 0
    warned: int = 0
    """The highest threshold told of in this round."""
    breach_told: bool = False
    segments: tuple[Segment, ...] = ()

    @property
    def used_minutes(self) -> int:
        return self.used // MINUTE

    @property
    def remaining_minutes(self) -> int:
        """Rounded up, so that used and remaining add up to the target; negative when overdue."""
        return -(-self.left // MINUTE)

    @property
    def is_open(self) -> bool:
        return self.state in ("running", "paused")
