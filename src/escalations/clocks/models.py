"""A clock, and the ledger from which everything else on it can be worked out again."""

from datetime import datetime
from typing import NamedTuple, get_args

from sqlalchemy import BigInteger, CheckConstraint, Index, Text
from sqlmodel import Field

from ..platform.model import Bounded, bounded_fk, bounded_key, key
from ..platform.time import now
from .calendars import MINUTE
from .kinds import HOLDERS, KINDS, Holder, Kind, KindOfClock
from .ledger import next_look, threshold_moment
from .policy_files import ClockRules
from .readings import ClockReading, Entry, State, What


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


class Cached(NamedTuple):
    """The columns that follow from a ledger. `warn_at` is the first threshold's moment, from when on pages change their tone."""

    state: State
    why: str
    policy_version: str
    calendar: str
    target_minutes: int
    due_at: datetime | None
    warn_at: datetime | None
    wake_at: datetime | None
    breached_at: datetime | None
    satisfied_at: datetime | None


def cached(reading: ClockReading, kind: Kind, rules: ClockRules) -> Cached:
    nature = KINDS[kind]
    thresholds = rules.thresholds(reading.policy) if nature.warns else ()
    warns = reading.state == "running" and thresholds
    return Cached(
        state=reading.state, why=reading.why, policy_version=reading.policy, calendar=reading.calendar,
        target_minutes=-(-reading.target // MINUTE), due_at=reading.due_at,
        warn_at=threshold_moment(reading, thresholds[0], rules.calendars) if warns else None,
        wake_at=next_look(reading, rules.calendars, thresholds, nature.reminds_every),
        breached_at=reading.breached_at, satisfied_at=reading.satisfied_at,
    )  # fmt: skip


class Clock(Bounded, table=True):
    """Columns from `state` on are a cache of the ledger, kept for lists and for the sweep."""

    __tablename__ = "clock"
    __table_args__ = (
        bounded_key(),
        bounded_fk("case_id", "support_case"),
        bounded_fk("escalation_id", "escalation"),
        _one_of("kind", tuple(KINDS)),
        _one_of("holder", HOLDERS),
        _one_of("state", get_args(State)),
        CheckConstraint("holder <> 'product_group' OR escalation_id IS NOT NULL", name="escalation"),
        CheckConstraint("(state = 'running') = (wake_at IS NOT NULL)", name="wakes_while_running"),
        CheckConstraint("CASE state WHEN 'running' THEN due_at IS NOT NULL WHEN 'paused' THEN due_at IS NULL ELSE true END", name="due"),
        CheckConstraint("(state = 'satisfied') = (satisfied_at IS NOT NULL)", name="satisfied"),
        Index("ix_clock_wake_at", "wake_at", postgresql_where="state = 'running'"),
        Index("ix_clock_case_id", "case_id"),
        Index("ix_clock_open_calendar", "calendar", "id", postgresql_where="state IN ('running', 'paused')"),
        Index("ix_clock_promise", "started_at", "case_id", postgresql_where="kind = 'promise'"),
        Index("ix_clock_escalation_id", "escalation_id", postgresql_where="escalation_id IS NOT NULL", postgresql_include=["due_at", "state", "boundary"]),
        Index(
            "uq_clock_open", "case_id", "holder", "kind", "escalation_id", unique=True, postgresql_nulls_not_distinct=True,
            postgresql_where="state IN ('running', 'paused') AND kind <> 'promise'",
        ),
    )  # fmt: skip
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    escalation_id: int | None = Field(default=None, sa_type=BigInteger)
    holder: Holder = Field(sa_type=Text)
    kind: Kind = Field(sa_type=Text)
    started_at: datetime
    state: State = Field(sa_type=Text)
    why: str = ""
    policy_version: str
    calendar: str
    target_minutes: int
    due_at: datetime | None = None
    warn_at: datetime | None = None
    wake_at: datetime | None = None
    breached_at: datetime | None = None
    satisfied_at: datetime | None = None

    @property
    def subject(self) -> str:
        return f"clock/{self.id}"

    @property
    def thread(self) -> str:
        return f"case/{self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.state in ("running", "paused")

    @property
    def nature(self) -> KindOfClock:
        return KINDS[self.kind]

    @property
    def words(self) -> str:
        return f"the {self.nature.words} clock"

    def follow(self, reading: ClockReading, rules: ClockRules) -> None:
        """Take over what the ledger says."""
        for name, value in cached(reading, self.kind, rules)._asdict().items():
            if getattr(self, name) != value:
                setattr(self, name, value)


class ClockEvent(Bounded, table=True):
    """An entry of the ledger. `at` is when it took effect, `recorded_at` when it was written."""

    __tablename__ = "clock_event"
    __table_args__ = (
        bounded_fk("clock_id", "clock"),
        Index("ix_clock_event_clock_id", "clock_id", "id"),
        Index("ix_clock_event_paused", "at", "clock_id", postgresql_where="what = 'paused'"),
        _one_of("what", get_args(What)),
        Index(
            "uq_clock_event_told",
            "clock_id",
            "round",
            "what",
            "threshold",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where="what IN ('warned', 'breached')",
        ),
        CheckConstraint("(what = 'warned') = (threshold IS NOT NULL)", name="threshold"),
        CheckConstraint("threshold BETWEEN 1 AND 99", name="share"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    clock_id: int = Field(sa_type=BigInteger)
    what: What = Field(sa_type=Text)
    at: datetime
    recorded_at: datetime
    round: int = 0
    why: str = ""
    minutes: int | None = None
    calendar: str = ""
    policy: str = ""
    due_at: datetime | None = None
    threshold: int | None = None

    @property
    def entry(self) -> Entry:
        return Entry(
            what=self.what, at=self.at, why=self.why, minutes=self.minutes, calendar=self.calendar,
            policy=self.policy, due_at=self.due_at, threshold=self.threshold,
        )  # fmt: skip

    @classmethod
    def writing(cls, entry: Entry, clock: Clock, round: int) -> "ClockEvent":
        return cls(
            boundary=clock.boundary, clock_id=clock.id, what=entry.what, at=entry.at, recorded_at=now(), round=round,
            why=entry.why, minutes=entry.minutes, calendar=entry.calendar, policy=entry.policy, due_at=entry.due_at,
            threshold=entry.threshold,
        )  # fmt: skip
