"""Private addresses under which a calendar program reads who is on call."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, key


class CalendarKey(Bounded, table=True):
    """Shows what its owner may see while it does: one rotation, or their own shifts. Of the address only the fingerprint is kept."""

    __tablename__ = "calendar_key"
    __table_args__ = (
        UniqueConstraint("token"),
        bounded_fk("rotation_id", "on_call_rotation"),
        Index("ix_calendar_key_person", "person_id", postgresql_where="revoked_at IS NULL"),
    )
    id: int = key()
    token: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    rotation_id: int | None = Field(default=None, sa_type=BigInteger)
    created_at: datetime
    revoked_at: datetime | None = None

    @property
    def subject(self) -> str:
        return f"calendar_key/{self.id}"

    @property
    def thread(self) -> str:
        return f"person/{self.person_id}"
