"""Which cases and which people belong to an engagement, since when and until when."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from ...cases.models.words import one_of
from ...platform.model import Bounded, bounded_fk, key
from .engagement import ROLES

SIDES = {"us": "our side", "customer": "the customer", "product_group": "product group", "partner": "a partner"}


class EngagementCase(Bounded, table=True):
    """A case is looked after by one engagement at a time."""

    __tablename__ = "engagement_case"
    __table_args__ = (
        bounded_fk("engagement_id", "engagement"),
        bounded_fk("case_id", "support_case"),
        CheckConstraint("left_at IS NULL OR left_why <> ''", name="says_why"),
        Index("uq_engagement_case_present", "case_id", unique=True, postgresql_where="left_at IS NULL"),
        Index("ix_engagement_case_engagement", "engagement_id", "id"),
        Index("ix_engagement_case_case", "case_id", "id"),
    )
    id: int = key()
    engagement_id: int = Field(sa_type=BigInteger)
    case_id: int = Field(sa_type=BigInteger)
    reason: str = ""
    added_at: datetime
    added_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    left_at: datetime | None = None
    left_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    left_why: str = ""

    @property
    def subject(self) -> str:
        return f"rapid_response/{self.engagement_id}"

    @property
    def thread(self) -> str:
        return f"case/{self.case_id}"


class EngagementRole(Bounded, table=True):
    """Taken and laid down; each role is held by one person at a time."""

    __tablename__ = "engagement_role"
    __table_args__ = (
        bounded_fk("engagement_id", "engagement"),
        one_of("role", ROLES),
        Index("uq_engagement_role_held", "engagement_id", "role", unique=True, postgresql_where="laid_down_at IS NULL"),
        Index("ix_engagement_role_person", "person_id", "engagement_id", postgresql_where="laid_down_at IS NULL"),
        Index("ix_engagement_role_engagement", "engagement_id", "id"),
    )
    id: int = key()
    engagement_id: int = Field(sa_type=BigInteger)
    role: str
    person_id: int = Field(sa_type=BigInteger, foreign_key="person.id")
    taken_at: datetime
    taken_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    laid_down_at: datetime | None = None
    laid_down_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")

    @property
    def role_name(self) -> str:
        return ROLES[self.role]


class EngagementGuest(Bounded, table=True):
    """Somebody in the room: on the call or in the chat, of whichever side, from when until when."""

    __tablename__ = "engagement_guest"
    __table_args__ = (
        bounded_fk("engagement_id", "engagement"),
        one_of("side", SIDES),
        CheckConstraint("name <> ''", name="has_name"),
        Index("uq_engagement_guest_present", "engagement_id", "name", unique=True, postgresql_where="left_at IS NULL"),
        Index("ix_engagement_guest_engagement", "engagement_id", "id"),
    )
    id: int = key()
    engagement_id: int = Field(sa_type=BigInteger)
    name: str
    side: str
    joined_at: datetime
    left_at: datetime | None = None

    @property
    def side_name(self) -> str:
        return SIDES[self.side]
