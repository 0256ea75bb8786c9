"""What is on its way to somebody outside."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from ..platform.model import Bounded, bounded_fk, key


class CaseMail(Bounded, table=True):
    """The mail that carries one reply. The entry is the key: a reply is mailed once, however often somebody asks, and only with a
    verdict of the reply gate."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        bounded_fk("entry_id", "case_entry"),
        ForeignKeyConstraint(
            ["entry_id", "boundary"],
            ["gate_verdict.entry_id", "gate_verdict.boundary"],
            name="fk_outgoing_mail_verdict",
        ),
        UniqueConstraint("entry_id"),
        UniqueConstraint("message_id"),
        CheckConstraint("state IN ('waiting', 'sent', 'held')", name="state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        CheckConstraint("state = 'held' OR to_address <> ''", name="has_recipient"),
        Index("ix_outgoing_mail_open", "state", "queued_at", postgresql_where="state <> 'sent'"),
        Index("ix_outgoing_mail_case", "case_id", "id"),
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    entry_id: int = Field(sa_type=BigInteger)
    to_address: str
    subject_line: str
    message_id: str
    state: str = "waiting"
    at: datetime
    queued_at: datetime
    sent_at: datetime | None = None
    attempts: int = 0
    last_error: str | None = None

    @property
    def subject(self) -> str:
        return f"mail/{self.id}"

    @property
    def thread(self) -> str:
        return f"case/{self.case_id}"

    @property
    def case_ref(self) -> str:
        return f"C-{self.case_id}"
