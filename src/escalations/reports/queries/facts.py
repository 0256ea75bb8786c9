"""What a report may be narrowed and divided by, of the case that a row belongs to."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, select
from sqlmodel import col

from ...cases.models import Case
from ...customers.models import Customer


def facts_of(case_id: ColumnElement[int] | Any, *conditions: ColumnElement[bool]) -> FromClause:
    """One look-up for each row of the report. Left to itself the planner reads every case there is for a month of them."""
    columns: list[Any] = [
        col(Case.id), col(Case.title), col(Case.family), col(Case.severity), col(Case.queue), col(Case.closed_at), col(Customer.plan),
    ]  # fmt: skip
    query = select(*columns).join(Customer, col(Customer.id) == Case.customer_id)
    return query.where(col(Case.id) == case_id, *conditions).limit(1).lateral("facts")
