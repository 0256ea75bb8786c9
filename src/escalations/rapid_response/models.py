"""An engagement: rapid response is asked for a case, takes it, and stands down again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from ..cases.models import Case
from ..customers.models import Customer
from ..platform.model import Bounded, Versioned, bounded_fk, key

STATES = {"requested": "requested", "engaged": "engaged", "stood_down": "stood down"}
SEVERITIES = ("A", "B")
"""What rapid response takes."""
_OPEN = "state <> 'stood_down'"


class Engagement(Versioned, Bounded, table=True):
    """From request to stand-down. One at a time on a case; whoever takes it watches the case until then."""

    __tablename__ = "rapid_response_request"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        CheckConstraint("state IN ('requested', 'engaged', 'stood_down')", name="state"),
        CheckConstraint("(state = 'stood_down') = (stood_down_at IS NOT NULL)", name="stood_down"),
        CheckConstraint("state <> 'engaged' OR taken_at IS NOT NULL", name="engaged"),
        CheckConstraint("reason <> '' AND (stood_down_at IS NULL OR stand_down_note <> '')", name="says_why"),
        Index("uq_rapid_response_request_open", "case_id", unique=True, postgresql_where=_OPEN),
        Index("ix_rapid_response_request_case", "case_id", "id"),
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    state: str = "requested"
    reason: str
    requested_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    requested_at: datetime
    taken_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    taken_at: datetime | None = None
    stood_down_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    stood_down_at: datetime | None = None
    stand_down_note: str = ""

    @property
    def subject(self) -> str:
        return f"rapid_response/{self.id}"

    @property
    def thread(self) -> str:
        return f"case/{self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.state != "stood_down"


@dataclass(frozen=True)
class Eligibility:
    """Whether rapid response may be asked for, and the sentence that says why or why not."""

    ok: bool
    because: str


def eligibility(customer: Customer, case: Case, at: datetime) -> Eligibility:
    """Contract and situation together: cover that is active now, and a severity that rapid response takes."""
    if not case.is_open:
        return Eligibility(False, f"{case.ref} is closed. Reopen it first.")
    if customer.cover_until is None:
        return Eligibility(False, f"{customer.name} has no rapid-response cover.")
    if not customer.is_covered(at):
        return Eligibility(
            False, f"The rapid-response cover of {customer.name} ended on {customer.cover_until:%-d %B %Y}."
        )
    covered = f"{customer.name} is covered until {customer.cover_until:%-d %B %Y}"
    if case.severity not in SEVERITIES:
        return Eligibility(False, f"{covered}, but rapid response takes severity A and B and this is {case.severity}.")
    return Eligibility(True, f"{covered}, and this is severity {case.severity}.")
