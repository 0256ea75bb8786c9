"""An escalation: one question to one product group about one case, from submission to its answer."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ..catalog import catalogue
from ..platform.model import Bounded, Versioned, bounded_fk, bounded_key, key

REASONS = {
    "technical_expertise": "Needs their expertise",
    "defect_suspected": "A defect is suspected",
    "business_impact": "Business impact",
    "resolution_time": "Takes too long without them",
}
STATES = {
    "submitted": "to be triaged",
    "accepted": "accepted",
    "returned": "returned",
    "resolved": "resolved",
    "withdrawn": "withdrawn",
}
OPEN_STATES = ("submitted", "accepted")
RETURN_CODES = {
    "missing_info": "Information is missing",
    "wrong_group": "Another group owns this",
    "by_design": "Works as designed",
    "duplicate": "Duplicate of another escalation",
    "known_issue": "A known issue",
    "needs_repro": "Cannot be reproduced yet",
}
_OPEN = "state IN ('submitted', 'accepted')"


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


class Escalation(Versioned, Bounded, table=True):
    """`answers` holds what the group's checklist asked for, by need. `closing_note` is the resolution, the comment of a
    return or the reason of a withdrawal."""

    __tablename__ = "escalation"
    __table_args__ = (
        bounded_key(),
        bounded_fk("case_id", "support_case"),
        _one_of("reason", tuple(REASONS)),
        _one_of("severity", ("A", "B", "C")),
        _one_of("state", tuple(STATES)),
        _one_of("return_code", tuple(RETURN_CODES)),
        CheckConstraint(f"({_OPEN}) = (closed_at IS NULL)", name="closed"),
        CheckConstraint("(state = 'returned') = (return_code IS NOT NULL)", name="returned"),
        CheckConstraint("state <> 'accepted' OR accepted_at IS NOT NULL", name="accepted"),
        CheckConstraint("missing_need IS NULL OR return_code = 'missing_info'", name="missing_need"),
        CheckConstraint("closed_at IS NULL OR closing_note <> ''", name="says_why"),
        Index("uq_escalation_open", "case_id", "product_group", unique=True, postgresql_where=_OPEN),
        Index("ix_escalation_open_group", "product_group", "severity", "id", postgresql_where=_OPEN),
        Index("ix_escalation_case", "case_id", "id"),
        Index("ix_escalation_closed", "closed_at", "id", postgresql_where="closed_at IS NOT NULL"),
        Index("ix_escalation_opened_by", "opened_by", "id"),
        Index("ix_escalation_missing_need", "product_group", "closed_at", postgresql_where="missing_need IS NOT NULL"),
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
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSONB, nullable=False)
    state: str = "submitted"
    opened_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    opened_at: datetime
    accepted_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    accepted_at: datetime | None = None
    return_code: str | None = None
    missing_need: str | None = None
    closing_note: str = ""
    closed_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    closed_at: datetime | None = None

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
    def state_in_words(self) -> str:
        return f"returned: {RETURN_CODES[self.return_code].lower()}" if self.return_code else STATES[self.state]


class EscalationComment(Bounded, table=True):
    """Said between support and the product group. The customer never sees it."""

    __tablename__ = "escalation_comment"
    __table_args__ = (
        bounded_fk("escalation_id", "escalation"),
        CheckConstraint("body <> ''", name="says_something"),
        Index("ix_escalation_comment_escalation", "escalation_id", "id"),
    )
    id: int = key()
    escalation_id: int = Field(sa_type=BigInteger)
    body: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str


def name_of_group(group: str) -> str:
    """Also of a group that has left the catalogue."""
    known = catalogue().product_groups.get(group)
    return known.name if known else group.replace("_", " ").capitalize()
