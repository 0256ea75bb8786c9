"""What was said on a case, and the files that came along."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, bounded_key, key
from .words import one_of

UPDATE_KEYS = "incident-update/"
"""How the keys begin under which incidents tell their cases: whoever said something under one would keep the case from hearing it."""


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


HIGHEST_SHOWN = 180
"""Pixels, of a picture on the timeline."""


class Attachment(Bounded, table=True):
    """`shown_as` is the type under which a page shows it, told from its bytes; empty for what is only downloaded. How wide and high a
    picture is in pixels is not known of those attached before it was read."""

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
    width: int | None = None
    height: int | None = None
    internal: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    size: int
    sha256: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")

    @property
    def shown_size(self) -> tuple[int, int] | None:
        """The room that it takes on a page, so that what stands below does not move when it comes."""
        if not self.width or not self.height:
            return None
        height = min(self.height, HIGHEST_SHOWN)
        return max(1, round(self.width * height / self.height)), height


class AttachmentContent(Bounded, table=True):
    """Apart from the attachment, so that listing files does not read them."""

    __tablename__ = "attachment_content"
    __table_args__ = (bounded_fk("attachment_id", "attachment", ondelete="CASCADE"),)
    attachment_id: int = Field(primary_key=True, sa_type=BigInteger)
    content: bytes = Field(sa_type=LargeBinary)
