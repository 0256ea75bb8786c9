"""What an engagement means to do, when it promised to say more, and how it tells where things stand."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, key


class EngagementStep(Versioned, Bounded, table=True):
    """A step of the plan, in the order in which they were written."""

    __tablename__ = "engagement_step"
    __table_args__ = (
        bounded_fk("engagement_id", "engagement"),
        CheckConstraint("what <> ''", name="says_what"),
        Index("ix_engagement_step_engagement", "engagement_id", "id"),
    )
    id: int = key()
    engagement_id: int = Field(sa_type=BigInteger)
    what: str
    who: str = ""
    due_at: datetime | None = None
    done_at: datetime | None = None
    done_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")


class EngagementPromise(Bounded, table=True):
    """When the next word is promised: one at a time. `warned_at` and `reminders` are what was told of it so far.

    It ends when the update is `kept`, is `moved` to another time, or is `dropped` because nobody leads or all is over.
    """

    __tablename__ = "engagement_promise"
    __table_args__ = (
        bounded_fk("engagement_id", "engagement"),
        CheckConstraint("due_at > made_at", name="lies_ahead"),
        CheckConstraint("outcome IN ('', 'kept', 'moved', 'dropped')", name="outcome"),
        CheckConstraint("(outcome = '') = (ended_at IS NULL)", name="ended"),
        Index("uq_engagement_promise_open", "engagement_id", unique=True, postgresql_where="ended_at IS NULL"),
        Index("ix_engagement_promise_engagement", "engagement_id", "id"),
    )
    id: int = key()
    engagement_id: int = Field(sa_type=BigInteger)
    made_at: datetime
    made_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    due_at: datetime
    warned_at: datetime | None = None
    reminders: int = 0
    outcome: str = ""
    ended_at: datetime | None = None
    why: str = ""


class EngagementSummary(Bounded, table=True):
    """`customer` may go into a reply; `internal` never does. Each save is a version of its own, and the newest stands."""

    __tablename__ = "engagement_summary"
    __table_args__ = (
        bounded_fk("engagement_id", "engagement"),
        UniqueConstraint("engagement_id", "audience", "number"),
        CheckConstraint("audience IN ('customer', 'internal')", name="audience"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    engagement_id: int = Field(sa_type=BigInteger)
    audience: str
    number: int
    body: str
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
