"""Whom we asked during an incident although they had not written."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from ...cases.models.words import one_of
from ...platform.model import Bounded, bounded_fk, key

HOWS = {"phone": "by phone", "mail": "by mail", "chat": "by chat", "meeting": "in a meeting"}
OUTCOMES = {
    "no_answer": "no answer yet",
    "not_affected": "not affected",
    "copes": "affected, copes without a case",
    "opens_case": "affected, a case is opened",
}


class SilentContact(Bounded, table=True):
    """An attempt and what came of it. The newest one stands."""

    __tablename__ = "silent_contact"
    __table_args__ = (
        bounded_fk("incident_id", "incident"),
        bounded_fk("customer_id", "customer"),
        one_of("how", HOWS),
        one_of("outcome", OUTCOMES),
        CheckConstraint("whom <> ''", name="says_whom"),
        Index("ix_silent_contact_incident", "incident_id", "customer_id", "id"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    incident_id: int = Field(sa_type=BigInteger)
    customer_id: int = Field(sa_type=BigInteger)
    how: str
    whom: str
    outcome: str
    note: str = ""
    at: datetime
    author_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")

    @property
    def subject(self) -> str:
        return f"customer/{self.customer_id}"

    @property
    def thread(self) -> str:
        return f"incident/{self.incident_id}"
