"""A pack that one shift leaves to the next, acknowledged line by line."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key


class Handover(Versioned, Bounded, table=True):
    """`since` is when the giver's pack before it was written: what changed is told from then on. Withdrawn, nothing moves any more."""

    __tablename__ = "handover"
    __table_args__ = (
        bounded_key(),
        CheckConstraint("giver_id <> receiver_id", name="of_two"),
        CheckConstraint("since <= written_at", name="looks_back"),
        Index("ix_handover_giver", "giver_id", "id"),
        Index("ix_handover_receiver", "receiver_id", "id"),
        Index("ix_handover_written", "written_at", "id"),
    )
    id: int = key()
    giver_id: int = Field(sa_type=BigInteger, foreign_key="person.id")
    receiver_id: int = Field(sa_type=BigInteger, foreign_key="person.id")
    since: datetime
    written_at: datetime
    note: str = ""
    withdrawn_at: datetime | None = None

    @property
    def ref(self) -> str:
        return f"HO-{self.id}"

    @property
    def url(self) -> str:
        return f"/rapid-response/hand-overs/{self.ref}"

    @property
    def subject(self) -> str:
        return f"handover/{self.id}"

    thread = subject


class HandoverLine(Bounded, table=True):
    """One case of the pack. `told` is what the pack said of it when it was written: what changed, promises, clocks.

    Its ownership, and the lead of its engagement if the giver has it, move when it is acknowledged and not before.
    `page_at` is when the duty lead is told that nobody has, if the case is severity A by then.
    """

    __tablename__ = "handover_line"
    __table_args__ = (
        bounded_fk("handover_id", "handover"),
        bounded_fk("case_id", "support_case"),
        bounded_fk("engagement_id", "engagement"),
        CheckConstraint("(page_at IS NULL) = (acknowledged_at IS NOT NULL OR lapsed_at IS NOT NULL)", name="pages_until_taken"),
        CheckConstraint("acknowledged_at IS NULL OR lapsed_at IS NULL", name="one_end"),
        Index("uq_handover_line_case", "handover_id", "case_id", unique=True),
        Index("uq_handover_line_standing", "case_id", unique=True, postgresql_where="page_at IS NOT NULL"),
        Index("ix_handover_line_page_at", "page_at", postgresql_where="page_at IS NOT NULL"),
    )  # fmt: skip
    id: int = key()
    handover_id: int = Field(sa_type=BigInteger)
    case_id: int = Field(sa_type=BigInteger)
    engagement_id: int | None = Field(default=None, sa_type=BigInteger)
    severity: str
    next_action: str
    hypothesis: str = ""
    told: dict[str, Any] = Field(sa_type=JSONB)
    page_at: datetime | None = None
    pages: int = 0
    acknowledged_at: datetime | None = None
    acknowledged_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    lapsed_at: datetime | None = None

    @property
    def subject(self) -> str:
        return f"handover/{self.handover_id}"

    @property
    def thread(self) -> str:
        return f"case/{self.case_id}"

    @property
    def case_ref(self) -> str:
        return f"C-{self.case_id}"
