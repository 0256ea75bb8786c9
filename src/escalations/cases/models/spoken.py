"""What was said on a case, and the files that came along."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, bounded_key, key
from .words import one_of


class CaseEntry(Bounded, table=True):
    """Something said on a case, in order of `id`. Only `customer` and `reply` ever cross to the customer."""

    __tablename__ = "case_entry"
    __table_args__ = (
        bounded_key(),
        bounded_fk("case_id", "support_case"),
        bounded_fk("contact_id", "contact"),
        one_of("kind", ("customer", "reply", "note")),
        CheckConstraint("kind = 'customer' OR author_id IS NOT NULL OR author_name <> ''", name="has_author"),
        UniqueConstraint("case_id", "external_key"),
        Index("ix_case_entry_case", "case_id", "id"),
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    kind: str
    body: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    author_name: str = ""
    contact_id: int | None = Field(default=None, sa_type=BigInteger)
    gate_reason: str | None = None
    external_key: str | None = None


class Attachment(Bounded, table=True):
    """`shown_as` is the type under which a page shows it, told from its bytes; empty for what is only downloaded."""

    __tablename__ = "attachment"
    __table_args__ = (
        bounded_key(),
        bounded_fk("case_id", "support_case"),
        CheckConstraint("size >= 0", name="size"),
        one_of("shown_as", ("", "image/png", "image/jpeg", "image/gif", "image/webp")),
        Index("ix_attachment_case", "case_id", "id"),
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    name: str
    media_type: str
    shown_as: str = Field(default="", sa_column_kwargs={"server_default": ""})
    internal: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    size: int
    sha256: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")


class AttachmentContent(Bounded, table=True):
    """Apart from the attachment, so that listing files does not read them."""

    __tablename__ = "attachment_content"
    __table_args__ = (bounded_fk("attachment_id", "attachment", ondelete="CASCADE"),)
    attachment_id: int = Field(primary_key=True, sa_type=BigInteger)
    content: bytes = Field(sa_type=LargeBinary)
