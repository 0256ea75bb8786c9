"""What a case knows of its customer's rapid-response cover, so that covered cases are found among few instead of among all that are open.

Whoever opens a case and whoever changes the cover of its customer at that moment wait for each other: neither can miss the other.
"""

from datetime import datetime

from sqlalchemy import Column, DateTime, Index, text
from sqlmodel import col

from ...platform.events import EventRow
from ...platform.model import metadata
from ...platform.protection import declare_function
from .case import Case

COVERED_UNTIL: Column[datetime] = Column("covered_until", DateTime(timezone=True))
"""Of open cases the `cover_until` of their customer; of a closed one what it was while it was open. Not mapped: no verb writes it."""
Case.__table__.append_column(COVERED_UNTIL)  # type: ignore[attr-defined]
OPEN_AND_COVERED = Index(
    "ix_case_open_covered", col(Case.severity), col(Case.due_at), col(Case.id),
    postgresql_include=["queue", "covered_until", "boundary", "due_kind", "family", "owner_id", "snoozed_until", "turn"],
    postgresql_where=text("closed_at IS NULL AND covered_until IS NOT NULL"),
)  # fmt: skip
REOPENED = Index("ix_event_reopened", col(EventRow.subject), postgresql_where=text("action = 'CaseReopened'"))
"""Hardly any case was opened again, and each has many other events."""

_FUNCTIONS = {
    "case_knows_cover": """CREATE FUNCTION case_knows_cover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.covered_until := (SELECT c.cover_until FROM customer c WHERE c.id = NEW.customer_id FOR SHARE);
  RETURN NEW;
END $$""",
    "cases_follow_cover": """CREATE FUNCTION cases_follow_cover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE support_case SET covered_until = NEW.cover_until WHERE customer_id = NEW.id AND closed_at IS NULL;
  RETURN NULL;
END $$""",
}
_TRIGGERS = {
    "tg_case_knows_cover_insert": "BEFORE INSERT ON support_case FOR EACH ROW WHEN (NEW.closed_at IS NULL) EXECUTE FUNCTION case_knows_cover()",
    "tg_case_knows_cover_update": """BEFORE UPDATE OF closed_at, customer_id ON support_case FOR EACH ROW
  WHEN (NEW.closed_at IS NULL AND (OLD.closed_at IS NOT NULL OR OLD.customer_id <> NEW.customer_id)) EXECUTE FUNCTION case_knows_cover()""",
    "tg_cases_follow_cover": """AFTER UPDATE OF cover_until ON customer FOR EACH ROW
  WHEN (OLD.cover_until IS DISTINCT FROM NEW.cover_until) EXECUTE FUNCTION cases_follow_cover()""",
}
for _name, _sql in _FUNCTIONS.items():
    declare_function(metadata, _name, _sql)
for _name, _sql in _TRIGGERS.items():
    declare_function(metadata, _name, f"CREATE TRIGGER {_name} {_sql}")
