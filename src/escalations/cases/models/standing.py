"""Facts that hold while they hold, each with who, when and why: a severity, a wait, a closure, a link."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, bounded_key, key
from .words import LINK_KINDS, LOWERING_GROUNDS, RESOLUTIONS, SEVERITY_KINDS, one_of


class SeverityChange(Bounded, table=True):
    """Who said which severity on which ground. `ground` is one of the list where it was lowered, `contact_id` who of the
    customer said or agreed to it."""

    __tablename__ = "severity_change"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        bounded_fk("contact_id", "contact"),
        one_of("kind", SEVERITY_KINDS),
        one_of("ground", ("", *LOWERING_GROUNDS)),
        Index("ix_severity_change_case", "case_id", "id"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    kind: str
    was: str
    became: str
    ground: str = ""
    reason: str
    contact_id: int | None = Field(default=None, sa_type=BigInteger)
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")


class CaseWait(Bounded, table=True):
    """While somebody else has the turn. The key is the lock: a case waits for one party at a time."""

    __tablename__ = "case_wait"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        one_of("on_whom", ("customer", "product_group", "third_party")),
    )
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    on_whom: str
    question: str
    since: datetime
    until: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")


class CaseClosure(Bounded, table=True):
    """While a case is closed. The key is the lock: two closures cannot both commit."""

    __tablename__ = "case_closure"
    __table_args__ = (bounded_fk("case_id", "support_case"), one_of("resolution", RESOLUTIONS))
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    resolution: str
    note: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")


class CaseLink(Bounded, table=True):
    """`case_id` is part of, a duplicate of, or related to `other_id`, always within one boundary. Being related has no direction."""

    __tablename__ = "case_link"
    __table_args__ = (
        bounded_key(),
        bounded_fk("case_id", "support_case"),
        bounded_fk("other_id", "support_case"),
        one_of("kind", LINK_KINDS),
        UniqueConstraint("case_id", "other_id", "kind"),
        CheckConstraint("case_id <> other_id", name="two_cases"),
        Index("ix_case_link_other", "other_id"),
        Index(
            "uq_case_link_related", text("least(case_id, other_id)"), text("greatest(case_id, other_id)"), unique=True,
            postgresql_where="kind = 'related'",
        ),
    )  # fmt: skip
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    other_id: int = Field(sa_type=BigInteger)
    kind: str
    reason: str = ""
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
