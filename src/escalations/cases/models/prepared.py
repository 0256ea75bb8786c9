"""A reply that a room above prepared. It stands in the composer until somebody writes; nobody but a person sends it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, key


class PreparedReply(Bounded, table=True):
    """`after_entry` is the newest word to or from the customer at that time: another one after it, and this no longer stands."""

    __tablename__ = "case_prepared_reply"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        CheckConstraint("body <> '' AND why <> ''", name="is_told"),
        Index("uq_case_prepared_reply_standing", "case_id", unique=True, postgresql_where="withdrawn_at IS NULL"),
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    body: str
    why: str
    source: str
    after_entry: int = Field(sa_type=BigInteger)
    at: datetime
    withdrawn_at: datetime | None = None

    @property
    def subject(self) -> str:
        return f"case/{self.case_id}"

    thread = subject
