"""What an incident's links add up to, kept so that no list looks up every linked case.

A link knows of its case what an incident adds up and sorts by, which the database keeps true: the counts, and the page of an incident, follow
from links alone. A case in which one of these changes waits for whoever links it at that moment, and the other way round: neither can miss
the other. What one waited for is read afterwards, since a lock this light answers with the row as it was before.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Index, String, text
from sqlmodel import Field, col

from ...platform.model import Bounded, bounded_fk, key, metadata
from ...platform.protection import declare_function
from .links import CaseIncidentLink

LINKED_CUSTOMER: Column[int] = Column("customer_id", BigInteger, nullable=False)
CASE_OPEN: Column[bool] = Column("case_open", Boolean, nullable=False)
CASE_SEVERITY: Column[str] = Column("case_severity", String, nullable=False)
CASE_MERGED: Column[bool] = Column("case_merged", Boolean, nullable=False)
CASE_OPENED_AT: Column[datetime] = Column("case_opened_at", DateTime(timezone=True), nullable=False)
CASE_REGION: Column[str] = Column("case_region", String)
CASE_SUBSCRIPTION: Column[int] = Column("case_subscription_id", BigInteger)
"""Of the linked case. Not mapped: no verb writes them."""
for _column in (LINKED_CUSTOMER, CASE_OPEN, CASE_SEVERITY, CASE_MERGED, CASE_OPENED_AT, CASE_REGION, CASE_SUBSCRIPTION):
    CaseIncidentLink.__table__.append_column(_column)  # type: ignore[attr-defined]
IMPACT_INDEX = Index(
    "ix_case_incident_link_impact", "incident_id", CASE_OPEN.desc(), CASE_SEVERITY, col(CaseIncidentLink.case_id).desc(),
    postgresql_include=["customer_id", "case_merged", "case_opened_at", "case_region", "case_subscription_id", "boundary"], postgresql_where=text("state = 'confirmed'"),
)  # fmt: skip
"""The confirmed links of an incident in the order in which its page shows their cases, with all that its impact is counted from."""


class IncidentCount(Bounded, table=True):
    """Each number of an incident is the sum over its rows: a change adds one and changes none. `cases`, `open_cases` and `customers`
    are of confirmed links."""

    __tablename__ = "incident_count"
    __table_args__ = (bounded_fk("incident_id", "incident"), Index("ix_incident_count_incident", "incident_id"))
    id: int = key()
    incident_id: int = Field(sa_type=BigInteger)
    cases: int
    open_cases: int
    suggested: int
    customers: int


class IncidentCustomer(Bounded, table=True):
    """A customer with `cases` that come of an incident, and `suggested` ones that may."""

    __tablename__ = "incident_customer"
    __table_args__ = (
        bounded_fk("incident_id", "incident"),
        bounded_fk("customer_id", "customer"),
        Index("ix_incident_customer_customer", "customer_id"),
    )
    incident_id: int = Field(primary_key=True, sa_type=BigInteger)
    customer_id: int = Field(primary_key=True, sa_type=BigInteger)
    cases: int
    suggested: int


_FUNCTIONS = {
    "link_knows_its_case": """CREATE FUNCTION link_knows_its_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM support_case c WHERE c.id = NEW.case_id FOR KEY SHARE;
  SELECT c.customer_id, c.closed_at IS NULL, c.severity, c.merged_into_id IS NOT NULL, c.opened_at, c.region, c.subscription_id
    INTO NEW.customer_id, NEW.case_open, NEW.case_severity, NEW.case_merged, NEW.case_opened_at, NEW.case_region, NEW.case_subscription_id
    FROM support_case c WHERE c.id = NEW.case_id;
  RETURN NEW;
END $$""",
    "links_follow_their_case": """CREATE FUNCTION links_follow_their_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM support_case c WHERE c.id = NEW.id FOR UPDATE;
  UPDATE case_incident_link SET case_open = NEW.closed_at IS NULL, case_severity = NEW.severity, case_merged = NEW.merged_into_id IS NOT NULL,
      case_opened_at = NEW.opened_at, case_region = NEW.region, case_subscription_id = NEW.subscription_id WHERE case_id = NEW.id;
  RETURN NULL;
END $$""",
    "count_links": """CREATE FUNCTION count_links() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  link case_incident_link := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  more_cases integer := coalesce((NEW.state = 'confirmed')::integer, 0) - coalesce((OLD.state = 'confirmed')::integer, 0);
  more_open integer := coalesce((NEW.state = 'confirmed' AND NEW.case_open)::integer, 0) - coalesce((OLD.state = 'confirmed' AND OLD.case_open)::integer, 0);
  more_suggested integer := coalesce((NEW.state = 'suggested')::integer, 0) - coalesce((OLD.state = 'suggested')::integer, 0);
  more_customers integer := 0;
BEGIN
  IF more_cases <> 0 OR more_suggested <> 0 THEN
    INSERT INTO incident_customer AS pair (boundary, incident_id, customer_id, cases, suggested)
      VALUES (link.boundary, link.incident_id, link.customer_id, more_cases, more_suggested)
      ON CONFLICT (incident_id, customer_id) DO UPDATE SET cases = pair.cases + more_cases, suggested = pair.suggested + more_suggested
      RETURNING (pair.cases > 0)::integer - (pair.cases - more_cases > 0)::integer INTO more_customers;
  END IF;
  IF more_cases <> 0 OR more_open <> 0 OR more_suggested <> 0 THEN
    INSERT INTO incident_count (boundary, incident_id, cases, open_cases, suggested, customers)
      VALUES (link.boundary, link.incident_id, more_cases, more_open, more_suggested, more_customers);
  END IF;
  RETURN NULL;
END $$""",
}
_TRIGGERS = {
    "tg_link_knows_its_case": "BEFORE INSERT ON case_incident_link FOR EACH ROW EXECUTE FUNCTION link_knows_its_case()",
    "tg_links_follow_their_case": """AFTER UPDATE ON support_case FOR EACH ROW
  WHEN ((OLD.closed_at IS NULL, OLD.severity, OLD.merged_into_id IS NULL, OLD.opened_at, OLD.region, OLD.subscription_id)
    IS DISTINCT FROM (NEW.closed_at IS NULL, NEW.severity, NEW.merged_into_id IS NULL, NEW.opened_at, NEW.region, NEW.subscription_id))
  EXECUTE FUNCTION links_follow_their_case()""",
    "tg_count_links": "AFTER INSERT OR UPDATE OR DELETE ON case_incident_link FOR EACH ROW EXECUTE FUNCTION count_links()",
}
for _name, _sql in _FUNCTIONS.items():
    declare_function(metadata, _name, _sql)
for _name, _sql in _TRIGGERS.items():
    declare_function(metadata, _name, f"CREATE TRIGGER {_name} {_sql}")
