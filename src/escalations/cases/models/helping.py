"""Who is asked for help on a case, or offers it. Its owner stays the owner."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, key
from .words import HELP_ANSWERS, one_of


class CaseHelp(Bounded, table=True):
    """`asked` of a person until a moment, or `offered` by them. The answer is empty until somebody gives it or it lapses."""

    __tablename__ = "case_help"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        one_of("kind", ("asked", "offered")),
        one_of("answer", HELP_ANSWERS),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("question <> ''", name="says_what"),
        Index(
            "uq_case_help_standing", "case_id", "person_id", unique=True, postgresql_where="answer IN ('', 'accepted')"
        ),
        Index("ix_case_help_open", "until", "id", postgresql_where="answer = ''"),
        Index("ix_case_help_person", "person_id", postgresql_where="answer = ''"),
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    kind: str
    person_id: int = Field(sa_type=BigInteger, foreign_key="person.id")
    question: str
    at: datetime
    until: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str
    answer: str = ""
    answered_at: datetime | None = None
    note: str = ""


class HelpCall(Bounded, table=True):
    """While a case looks for help with a specialty: whoever has it may raise a hand."""

    __tablename__ = "case_help_call"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        CheckConstraint("question <> ''", name="says_what"),
        Index("ix_case_help_call_until", "until", "case_id"),
    )
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    family: str
    question: str
    since: datetime
    until: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str
