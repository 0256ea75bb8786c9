"""An escalation: one question to one product group about one or more cases, from submission to its answer."""

from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key
from .words import IN_TRIAGE, OPEN_STATES, REASONS, RETURN_CODES, STATES, TAKEN, among, name_of_group, one_of

_OPEN = among(OPEN_STATES)
_LEARNS = "state IN ('accepted', 'mitigated', 'returned', 'duplicate', 'resolved', 'closed')"


class Escalation(Versioned, Bounded, table=True):
    """`case_id` is the case that leads: the group's clocks run there; `escalation_case` names all. `answers` holds what the
    checklist asked for, by need, `absent` what of it support did not have. `closing_note` is the resolution, the comment of a
    return or the reason of a withdrawal; `closed_at` is when the group was done with it, `loop_closed_at` when the customers knew."""

    __tablename__ = "escalation"
    __table_args__ = (
        bounded_key(),
        bounded_fk("case_id", "support_case"),
        bounded_fk("duplicate_of_id", "escalation"),
        one_of("reason", REASONS),
        one_of("severity", ("A", "B", "C")),
        one_of("state", STATES),
        one_of("return_code", RETURN_CODES),
        CheckConstraint(f"({_OPEN}) = (closed_at IS NULL)", name="closed"),
        CheckConstraint("(state = 'returned') = (return_code IS NOT NULL)", name="returned"),
        CheckConstraint("(state = 'duplicate') = (duplicate_of_id IS NOT NULL)", name="duplicate"),
        CheckConstraint("duplicate_of_id <> id", name="not_its_own"),
        CheckConstraint("(state = 'closed') = (loop_closed_at IS NOT NULL)", name="loop_closed"),
        CheckConstraint(f"NOT {among(TAKEN)} OR accepted_at IS NOT NULL", name="accepted"),
        CheckConstraint(f"NOT {among(IN_TRIAGE)} OR accepted_by IS NULL", name="in_triage_is_nobodys"),
        CheckConstraint("state <> 'mitigated' OR fix_due_at IS NOT NULL", name="mitigated"),
        CheckConstraint("missing_need IS NULL OR return_code = 'missing_info'", name="missing_need"),
        CheckConstraint("closed_at IS NULL OR closing_note <> ''", name="says_why"),
        CheckConstraint(f"snoozed_until IS NULL OR {_OPEN}", name="sleeps_while_open"),
        Index("uq_escalation_open", "case_id", "product_group", unique=True, postgresql_where=_OPEN),
        Index(
            "ix_escalation_open_group",
            "product_group",
            "severity",
            "id",
            postgresql_where=_OPEN,
            postgresql_include=["state", "snoozed_until", "boundary"],
        ),
        Index("ix_escalation_snoozed", "snoozed_until", postgresql_where="snoozed_until IS NOT NULL"),
        Index("ix_escalation_owner", "accepted_by", postgresql_where=f"{_OPEN} AND accepted_by IS NOT NULL"),
        Index("ix_escalation_learns", "product_group", "boundary", text("id DESC"), postgresql_where=_LEARNS),
        Index("ix_escalation_case", "case_id", "id"),
        Index("ix_escalation_closed", "closed_at", "id", postgresql_where="closed_at IS NOT NULL"),
        Index("ix_escalation_opened_by", "opened_by", "id"),
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    product_group: str
    reason: str
    severity: str
    asked: str
    business_impact: str = ""
    tried: str = ""
    environment: str = ""
    evidence: str = ""
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSONB, nullable=False)
    absent: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    state: str = "submitted"
    opened_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    opened_at: datetime
    acknowledged_at: datetime | None = None
    accepted_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    accepted_at: datetime | None = None
    snoozed_until: datetime | None = None
    mitigation: str = ""
    fix_due_at: datetime | None = None
    return_code: str | None = None
    missing_need: str | None = None
    duplicate_of_id: int | None = Field(default=None, sa_type=BigInteger)
    closing_note: str = ""
    closed_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    closed_at: datetime | None = None
    loop_closed_at: datetime | None = None

    @property
    def ref(self) -> str:
        return f"E-{self.id}"

    @property
    def subject(self) -> str:
        return f"escalation/{self.id}"

    @property
    def thread(self) -> str:
        return f"case/{self.case_id}"

    @property
    def case_ref(self) -> str:
        return f"C-{self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def group_name(self) -> str:
        return name_of_group(self.product_group)

    @property
    def duplicate_of_ref(self) -> str | None:
        return f"E-{self.duplicate_of_id}" if self.duplicate_of_id else None

    @property
    def state_in_words(self) -> str:
        if self.duplicate_of_id:
            return f"duplicate of {self.duplicate_of_ref}"
        return f"returned: {RETURN_CODES[self.return_code].lower()}" if self.return_code else STATES[self.state]
