"""What somebody is writing on a case and has not sent."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, key
from .words import one_of


class CaseDraft(Versioned, Bounded, table=True):
    """The database shows it to nobody but its writer. `seen` is the newest entry that stood on the case when they began."""

    __tablename__ = "case_draft"
    __table_args__ = (
        bounded_fk("case_id", "support_case"),
        one_of("kind", ("reply", "note")),
        CheckConstraint("body <> ''", name="says_something"),
        UniqueConstraint("case_id", "person_id", "kind"),
        {"info": {"private_to": "person_id"}},
    )
    id: int = key()
    case_id: int = Field(sa_type=BigInteger)
    person_id: int = Field(sa_type=BigInteger, foreign_key="person.id")
    kind: str
    body: str
    seen: int = Field(sa_type=BigInteger)
    at: datetime
