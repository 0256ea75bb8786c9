"""A macro, of the team or of one person."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, key
from ..models.words import one_of

KINDS = {"reply": "Reply to the customer", "note": "Internal note"}
WAITS_ON = {"customer": "the customer", "third_party": "a third party"}


class Macro(Versioned, Bounded, table=True):
    """The team's where nobody owns it; otherwise the database shows it to its owner alone. `wait_hours` count from when it is applied."""

    __tablename__ = "macro"
    __table_args__ = (
        one_of("kind", KINDS),
        CheckConstraint("name <> '' AND body <> ''", name="says_something"),
        CheckConstraint(
            "wait_on IS NULL OR (wait_on IN ('customer', 'third_party') AND wait_hours BETWEEN 1 AND 720 AND wait_question <> '')",
            name="waits_for_an_answer",
        ),
        CheckConstraint("claims IS NULL OR (claims IN ('A', 'B', 'C') AND claim_reason <> '')", name="claims_with_a_reason"),
        CheckConstraint("used >= 0", name="used"),
        Index(
            "uq_macro_name", "boundary", "owner_id", "name", unique=True, postgresql_where="retired_at IS NULL",
            postgresql_nulls_not_distinct=True,
        ),
        {"info": {"private_to": "owner_id"}},
    )  # fmt: skip
    id: int = key()
    name: str
    kind: str
    body: str
    owner_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    wait_on: str | None = None
    wait_hours: int | None = None
    wait_question: str = ""
    claims: str | None = None
    claim_reason: str = ""
    changed_at: datetime
    changed_by: str
    retired_at: datetime | None = None
    used: int = 0
    used_at: datetime | None = None

    @property
    def ref(self) -> str:
        return f"M-{self.id}"

    @property
    def subject(self) -> str:
        return f"macro/{self.id}"

    thread = subject

    @property
    def is_shared(self) -> bool:
        return self.owner_id is None
