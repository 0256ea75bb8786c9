"""What an incident's links add up to, kept so that no list looks up every linked case.

A link knows two things of its case, which the database keeps true, and the counts follow from the link alone. A case that is being closed
waits for whoever links it at that moment, and the other way round: neither can miss the other. What one waited for is read afterwards,
since a lock this light answers with the row as it was before.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index
from sqlmodel import Field

from ...platform.model import Bounded, bounded_fk, key, metadata
from ...platform.protection import declare_function
from .links import CaseIncidentLink

LINKED_CUSTOMER: Column[int] = Column("customer_id", BigInteger, nullable=False)
CASE_OPEN: Column[bool] = Column("case_open", Boolean, nullable=False)
"""Of the linked case. Not mapped: no verb writes them."""
for _column in (LINKED_CUSTOMER, CASE_OPEN):
    CaseIncidentLink.__table__.append_column(_column)  # type: ignore[attr-defined]


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
  SELECT c.customer_id, c.closed_at IS NULL INTO NEW.customer_id, NEW.case_open FROM support_case c WHERE c.id = NEW.case_id;
  RETURN NEW;
END $$""",
    "links_follow_their_case": """CREATE FUNCTION links_follow_their_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM support_case c WHERE c.id = NEW.id FOR UPDATE;
  UPDATE case_incident_link SET case_open = NEW.closed_at IS NULL WHERE case_id = NEW.id AND case_open <> (NEW.closed_at IS NULL);
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
    "tg_links_follow_their_case": """AFTER UPDATE ON support_case FOR EACH ROW WHEN ((OLD.closed_at IS NULL) <> (NEW.closed_at IS NULL))
  EXECUTE FUNCTION links_follow_their_case()""",
    "tg_count_links": "AFTER INSERT OR UPDATE OR DELETE ON case_incident_link FOR EACH ROW EXECUTE FUNCTION count_links()",
}
for _name, _sql in _FUNCTIONS.items():
    declare_function(metadata, _name, _sql)
for _name, _sql in _TRIGGERS.items():
    declare_function(metadata, _name, f"CREATE TRIGGER {_name} {_sql}")
