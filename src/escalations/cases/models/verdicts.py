"""What the reply gate said of a reply. The mail that carries a reply points at its verdict: without one there is no mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, key


class GateVerdict(Bounded, table=True):
    """`text_hash` is SHA-256 of the text that was checked, `rules` the version of the rules. `findings` hold rule, level, sentence and
    the masked place of each warning that `reason` overruled; errors cannot be overruled, so there are none.
    """

    __tablename__ = "gate_verdict"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        bounded_fk("entry_id", "case_entry"),
        UniqueConstraint("entry_id", "boundary"),
        CheckConstraint("errors = 0", name="lets_no_error_pass"),
        CheckConstraint("warnings = 0 OR reason <> ''", name="warnings_have_their_reason"),
        CheckConstraint("length(text_hash) = 64", name="text_hash"),
        Index("ix_gate_verdict_case", "case_id", "id"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    entry_id: int = Field(sa_type=BigInteger)
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str
    recipient: str
    text_hash: str
    rules: str
    errors: int = 0
    warnings: int = 0
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    reason: str = ""
