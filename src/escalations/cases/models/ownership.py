"""How a case found its people: each decision, each transfer, the swarm that ends transferring, the rules people propose."""

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key
from .words import PROPOSAL_STATES, ROUTING_TRIGGERS, TOLD_BY, one_of


class RoutingDecision(Bounded, table=True):
    """Why a case went where it went, complete enough to be decided again from this row alone.

    `facts` are the case's as they were; `record` holds the rules as they were asked and everybody who was weighed.
    """

    __tablename__ = "routing_decision"
    __table_args__ = (
        bounded_key(),
        bounded_fk("case_id", "support_case"),
        one_of("trigger", ROUTING_TRIGGERS),
        Index("ix_routing_decision_case", "case_id", "id"),
        Index(
            "ix_routing_decision_opened_at",
            "at",
            "id",
            postgresql_where="trigger = 'opened'",
            postgresql_include=["rule", "boundary"],
        ),
        Index("ix_routing_decision_rule_at", "rule", "at"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    at: datetime
    trigger: str = "opened"
    rule_set: str
    rule: str
    queue: str
    assignee_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    reasons: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    facts: dict[str, Any] = Field(sa_type=JSONB)
    record: dict[str, Any] = Field(sa_type=JSONB)


class CaseTransfer(Bounded, table=True):
    """A case went from one queue to another. `told_by` and `words` answer what told them that it was not theirs."""

    __tablename__ = "case_transfer"
    __table_args__ = (
        bounded_key(),
        bounded_fk("case_id", "support_case"),
        one_of("told_by", TOLD_BY),
        CheckConstraint("from_queue <> to_queue", name="moves"),
        Index("ix_case_transfer_case", "case_id", "id"),
        Index("ix_case_transfer_at", "at", "id"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    from_queue: str
    to_queue: str
    owner_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    told_by: str
    words: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")


class RuleProposal(Versioned, Bounded, table=True):
    """A rule in the words of the rule files that would have sent the transferred case to where it ended."""

    __tablename__ = "rule_proposal"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        bounded_fk("transfer_id", "case_transfer"),
        UniqueConstraint("transfer_id"),
        one_of("state", PROPOSAL_STATES),
        Index("ix_rule_proposal_state", "state", "id"),
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    transfer_id: int = Field(sa_type=BigInteger)
    from_queue: str
    to_queue: str
    draft: str
    state: str = "open"
    at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    note: str = ""

    @property
    def ref(self) -> str:
        return f"RP-{self.id}"

    @property
    def subject(self) -> str:
        return f"rule_proposal/{self.id}"

    @property
    def thread(self) -> str:
        return f"case/{self.case_id}"


class CaseSwarm(Bounded, table=True):
    """While a case that was sent round too often is worked by both teams and a duty lead together. Its owner stays."""

    __tablename__ = "case_swarm"
    __table_args__ = (bounded_fk("case_id", "support_case"),)
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    queues: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    why: str
    since: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")


class SwarmSeat(Bounded, table=True):
    """Somebody asked to join. `answer` is joined or declined, and empty until they say."""

    __tablename__ = "swarm_seat"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        one_of("answer", ("", "joined", "declined")),
        Index("ix_swarm_seat_person", "person_id", postgresql_where="answer = ''"),
    )
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    person_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="person.id")
    queue: str
    asked_at: datetime
    asked_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    answer: str = ""
    answered_at: datetime | None = None
    note: str = ""


class CaseTime(Bounded, table=True):
    """Where the time of a closed case went, in seconds, from its opening to its closing. Together they are all of it."""

    __tablename__ = "case_time"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        Index("ix_case_time_closed_at", "closed_at", "case_id"),
    )
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    closed_at: datetime
    us: int = Field(sa_type=BigInteger)
    customer: int = Field(sa_type=BigInteger)
    product_group: int = Field(sa_type=BigInteger)
    third_party: int = Field(sa_type=BigInteger)
    out_of_hours: int = Field(sa_type=BigInteger)
    resolved: int = Field(sa_type=BigInteger)
