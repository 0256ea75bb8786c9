"""An alarm: that more customers came than the hour explains, with what was known then, and what a person made of it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ..incidents.reach import family_name
from ..platform.model import Bounded, Versioned, bounded_fk, bounded_key, key, metadata
from ..platform.protection import declare_function
from ..platform.time import spell
from .cells import EVERYWHERE, Cell

STATES = {"open": "open", "promoted": "promoted", "rejected": "rejected", "subsided": "subsided"}
LEVELS = {"watch": "watch", "alarm": "alarm"}
KINDS = {
    "coincidence": "separate problems at the same time",
    "known": "known already: maintenance, or an incident that is declared",
    "own_doing": "our own doing: a mailing, a test, cases entered late",
}


def in_words(expected: float) -> str:
    """How many are usual: a rounded nothing would say never."""
    return "hardly any" if expected < 0.05 else f"{expected:.1f}"


def _one_of(column: str, values: dict[str, str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


class SpikeAlarm(Versioned, Bounded, table=True):
    """`opened_at` is when it was first worth a look, `alarm_at` when it became an alarm, `seen_at` when it was last above
    the ordinary. Window, numbers and `evidence` are of the moment of its highest level and never change after it; the database refuses it."""

    __tablename__ = "spike_alarm"
    __table_args__ = (
        bounded_key(),
        bounded_fk("incident_id", "incident"),
        _one_of("level", LEVELS),
        _one_of("state", STATES),
        _one_of("kind", {"": "", **KINDS}),
        CheckConstraint("boundary <> 'everywhere'", name="real_boundary"),
        CheckConstraint("(level = 'alarm') = (alarm_at IS NOT NULL)", name="alarm_has_its_time"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_has_its_time"),
        CheckConstraint("(state = 'promoted') = (incident_id IS NOT NULL)", name="promoted_has_its_incident"),
        CheckConstraint("(state = 'rejected') = (kind <> '' AND reason <> '')", name="rejected_has_its_reason"),
        CheckConstraint("customers > 0 AND minutes > 0 AND chance BETWEEN 0 AND 1 AND expected >= 0", name="numbers"),
        Index("uq_spike_alarm_open", "boundary", "family", "place", unique=True, postgresql_where="state = 'open'"),
        Index("ix_spike_alarm_closed", "closed_at", "id", postgresql_where="state <> 'open'"),
        Index("ix_spike_alarm_alarm", "alarm_at", "id", postgresql_where="level = 'alarm'"),
        Index("ix_spike_alarm_incident", "incident_id", postgresql_where="incident_id IS NOT NULL"),
    )
    id: int = key()
    family: str
    place: str
    level: str
    state: str = "open"
    opened_at: datetime
    alarm_at: datetime | None = None
    seen_at: datetime
    minutes: int
    customers: int
    expected: float
    chance: float
    evidence: dict[str, Any] = Field(sa_type=JSONB)
    rules: str
    closed_at: datetime | None = None
    decided_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    kind: str = ""
    reason: str = ""
    incident_id: int | None = Field(default=None, sa_type=BigInteger)

    @property
    def ref(self) -> str:
        return f"SP-{self.id}"

    @property
    def subject(self) -> str:
        return f"spike_alarm/{self.id}"

    thread = subject

    @property
    def incident_ref(self) -> str:
        return f"I-{self.incident_id}"

    @property
    def cell(self) -> Cell:
        return Cell(self.boundary, self.family, self.place)

    @property
    def where(self) -> str:
        return self.place if self.place != EVERYWHERE else "all regions"

    @property
    def title(self) -> str:
        return f"{family_name(self.family)}, {self.where}: {self.customers} customers in {self.span}"

    @property
    def span(self) -> str:
        return spell(timedelta(minutes=self.minutes))

    @property
    def usual(self) -> str:
        return in_words(self.expected)

    @property
    def is_undecided(self) -> bool:
        """Also one that subsided before anybody looked can still be judged."""
        return self.state in ("open", "subsided")


_STAYS = """CREATE FUNCTION spike_alarm_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'spike alarm % stays on record', OLD.id;
  END IF;
  IF (OLD.id, OLD.boundary, OLD.family, OLD.place, OLD.opened_at) IS DISTINCT FROM (NEW.id, NEW.boundary, NEW.family, NEW.place, NEW.opened_at)
    OR ((OLD.level, OLD.alarm_at, OLD.minutes, OLD.customers, OLD.expected, OLD.chance, OLD.evidence, OLD.rules)
      IS DISTINCT FROM (NEW.level, NEW.alarm_at, NEW.minutes, NEW.customers, NEW.expected, NEW.chance, NEW.evidence, NEW.rules)
      AND NOT (OLD.level = 'watch' AND NEW.level = 'alarm' AND OLD.state = 'open')) THEN
    RAISE EXCEPTION 'what spike alarm % rests on cannot be changed', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER spike_alarm_stays BEFORE UPDATE OR DELETE ON spike_alarm FOR EACH ROW EXECUTE FUNCTION spike_alarm_stays()"""
declare_function(metadata, "spike_alarm_stays", _STAYS)
