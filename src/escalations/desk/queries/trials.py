"""What would become of a text if a case were opened with it. Changes nothing."""

from dataclasses import dataclass
from datetime import timedelta

from ...cases.actions.opening import NewCase, facts_of
from ...cases.queries import roster
from ...catalog.loading import catalogue
from ...customers.models import Customer
from ...platform.db import Session
from ...platform.time import now
from ...routing.deciding import Decision, decide
from ...routing.reading import Reading, read_text
from ...routing.rule_files import rule_set
from ..forms import RuleTrial


@dataclass(frozen=True)
class Trial:
    reading: Reading
    decision: Decision


async def try_text(db: Session, asked: RuleTrial) -> Trial:
    """The same reading, facts, rules and people as for a real case, of a customer who exists only here."""
    new = NewCase(customer_id=0, title=asked.title, description=asked.description, claimed=asked.severity)
    until = now() + timedelta(days=1) if asked.cover else None
    customer = Customer(boundary=asked.boundary, name="A trial", plan=asked.plan, cover_until=until)
    reading = read_text(new.title, new.description, [], [], catalogue())
    return Trial(reading, decide(facts_of(new, customer, reading), rule_set(), await roster(db), now()))
