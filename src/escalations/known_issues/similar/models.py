"""What people said of two cases: that they are alike, or that they are not."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk
from ..models.words import one_of

VERDICTS = {"accepted": "alike", "rejected": "not this"}
METHODS = {
    "code": "an error code",
    "meaning": "what they mean",
    "words": "their words",
    "product": "the product",
    "manual": "a person",
}
"""What spoke loudest for the pair when somebody answered; a person, where nothing was suggested."""


class CaseSimilarity(Bounded, table=True):
    """One for each pair, whichever of the two it was said on. `score` and `evidence` are what had been suggested then.

    `link_id` is the link between cases that stands while they are alike: both end together.
    """

    __tablename__ = "case_similarity"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        bounded_fk("other_id", "support_case"),
        bounded_fk("link_id", "case_link", ondelete="CASCADE"),
        one_of("verdict", VERDICTS),
        one_of("method", METHODS),
        CheckConstraint("(verdict = 'accepted') = (link_id IS NOT NULL)", name="accepted_is_linked"),
        CheckConstraint("case_id <> other_id", name="two_cases"),
        Index("uq_case_similarity_pair", text("least(case_id, other_id)"), text("greatest(case_id, other_id)"), unique=True),
        Index("ix_case_similarity_other", "other_id"),
        Index("ix_case_similarity_link", "link_id", postgresql_where="link_id IS NOT NULL"),
    )  # fmt: skip
    case_id: int = Field(primary_key=True, sa_type=BigInteger)
    other_id: int = Field(primary_key=True, sa_type=BigInteger)
    verdict: str
    method: str
    score: float
    evidence: list[str] = Field(default_factory=list, sa_type=JSONB)
    link_id: int | None = Field(default=None, sa_type=BigInteger)
    at: datetime
    by_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
