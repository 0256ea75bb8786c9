"""People, their sign-ins, specialties and clearances."""

from datetime import datetime
from typing import Literal

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Integer, Text, UniqueConstraint
from sqlmodel import Field

from ..platform.model import Bounded, Row, Versioned, key, metadata
from ..platform.protection import declare_function
from . import roles
from .browsers import browser_named
from .sight import SIGHT

Tone = Literal["info", "warn", "bad"]
PRESENCES = ("available", "busy", "away", "offline")


class Person(Versioned, table=True):
    """Shift times are minutes since local midnight in `time_zone`; an end at or before the start is on the next day."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint(f"role IN ({', '.join(repr(role) for role in roles.ROLES)})", name="role"),
        CheckConstraint("presence IN ('available', 'busy', 'away', 'offline')", name="presence"),
        CheckConstraint("capacity BETWEEN 0 AND 100", name="capacity"),
        CheckConstraint("shift_start BETWEEN 0 AND 1439 AND shift_end BETWEEN 0 AND 1439", name="shift"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("mails_mentions IN ('unseen', 'always', 'never')", name="mails_mentions"),
        CheckConstraint("reads_in ~ '^[a-z]{2}$'", name="reads_in"),
    )
    id: int = key()
    name: str
    email: str
    role: str
    password_hash: str | None = None
    time_zone: str = "UTC"
    languages: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    product_group: str | None = None
    capacity: int = 8
    presence: str = "offline"
    shift_start: int = 540
    shift_end: int = 1020
    shift_days: list[int] = Field(
        default_factory=lambda: [1, 2, 3, 4, 5], sa_column=Column(ARRAY(Integer), nullable=False)
    )
    """ISO weekdays on which a shift begins."""
    reads_in: str | None = None
    """The language of their pages, such as `de`; None for what their browser asks for."""
    mails_mentions: str = Field(default="unseen", sa_column_kwargs={"server_default": "unseen"})
    """Whether being mentioned is mailed: when it was not looked at for a while, at once, or never."""
    disabled_at: datetime | None = None
    demo: bool = False

    @property
    def subject(self) -> str:
        return f"person/{self.id}"

    thread = subject

    @property
    def boundary(self) -> None:
        return None

    @property
    def ref(self) -> str:
        return f"P-{self.id}"

    @property
    def is_there(self) -> bool:
        """Otherwise no case is given to them, on shift or not."""
        return self.presence in ("available", "busy")

    @property
    def role_name(self) -> str:
        return roles.ROLES[self.role]

    @property
    def initials(self) -> str:
        parts = self.name.split()
        return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()

    def may(self, permission: str) -> bool:
        return roles.may(self, permission)


class Specialty(Row, table=True):
    """How well a person knows a technology family: 1 knows the words … 5 is asked by the others."""

    __tablename__ = "specialty"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level"),)
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=BigInteger, ondelete="CASCADE")
    family: str = Field(primary_key=True)
    level: int


class Clearance(Bounded, table=True):
    """Lets a person see a boundary from `granted_at` until `expires_at` or `revoked_at`, whichever is first."""

    __tablename__ = "clearance"
    __table_args__ = (
        CheckConstraint("expires_at > granted_at", name="lasts"),
        CheckConstraint("boundary <> 'everywhere'", name="real_boundary"),
        Index("ix_clearance_person", "person_id"),
        {"info": {"readable_by_all": True, "owner_reads_all": True}},
    )
    id: int = key()
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    granted_at: datetime
    expires_at: datetime
    granted_by: int | None = Field(default=None, foreign_key="person.id", sa_type=BigInteger)
    evidence: str = ""
    revoked_at: datetime | None = None

    @property
    def subject(self) -> str:
        return f"clearance/{self.id}"

    @property
    def thread(self) -> str:
        return f"person/{self.person_id}"

    def is_open(self, at: datetime) -> bool:
        return self.granted_at <= at < self.expires_at and (self.revoked_at is None or at < self.revoked_at)


class Notice(Bounded, table=True):
    """Something a person should know of `thread`. `key` names the occasion, of which each is told once; `page` is where to go."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        CheckConstraint("tone IN ('info', 'warn', 'bad')", name="tone"),
        Index("ix_notice_person", "person_id", "id"),
        Index("ix_notice_thread", "thread"),
        Index("ix_notice_person_thread", "person_id", "thread", "id"),
        Index("ix_notice_mail", "person_id", "mail_at", postgresql_where="mail_at IS NOT NULL"),
        Index("ix_notice_unseen", "person_id", "id", postgresql_where="seen_at IS NULL"),
    )
    id: int = key()
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    key: str
    tone: Tone = Field(default="info", sa_type=Text)
    text: str
    thread: str
    page: str
    at: datetime
    seen_at: datetime | None = None
    mail_at: datetime | None = None
    """From when on it is to be mailed, for as long as it is."""
    mailed_at: datetime | None = None

    @property
    def subject(self) -> str:
        return self.thread


class SignIn(Row, table=True):
    """A browser that a person signed in from. The cookie's token is never stored, only its fingerprint."""

    __tablename__ = "sign_in"
    __table_args__ = (UniqueConstraint("token"), Index("ix_sign_in_person", "person_id"))
    id: int = key()
    token: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    address: str = ""
    agent: str = ""

    @property
    def browser(self) -> str:
        return browser_named(self.agent)


class SignInAttempt(Row, table=True):
    """What the limit on guessing counts."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_email_at", "email", "at"),
        Index("ix_sign_in_attempt_address_at", "address", "at"),
    )
    id: int = key()
    at: datetime
    email: str
    address: str
    succeeded: bool


class ApiToken(Row, table=True):
    """Lets a program act as a person over the JSON API."""

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("token"),)
    id: int = key()
    token: str
    name: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


for _name, _sql in SIGHT.items():
    declare_function(metadata, _name, _sql)

WORKS_HERE = """CREATE FUNCTION works_here(person bigint, place text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM person p JOIN clearance k ON k.person_id = p.id WHERE p.id = person AND p.disabled_at IS NULL
    AND k.boundary = place AND k.revoked_at IS NULL AND k.granted_at <= now() AND k.expires_at > now())
$$"""
"""Whether somebody can still sign in and is cleared for the boundary, for the views of what nobody would notice."""
declare_function(metadata, "works_here", WORKS_HERE)
