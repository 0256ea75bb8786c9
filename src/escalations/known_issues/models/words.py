"""The words an article is described with, and how a column is held to them."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint

EVERYWHERE = "everywhere"
CONFIDENCES = {
    "work_in_progress": "Work in progress",
    "not_validated": "Not validated",
    "validated": "Validated",
    "archived": "Archived",
}
AUDIENCES = {"internal": "Internal", "partner": "Partners", "customer": "Customers", "public": "Everybody"}
OUTSIDE = ("customer", "public")
"""Whose text may be quoted to a customer."""
GOVERNANCES = {"experience": "Experience based", "compliance": "Compliance based"}
"""Experience: whoever works with articles changes it while using it. Compliance: its owner and those who govern articles."""
STATES = {
    "investigating": "Investigating",
    "workaround": "Workaround known",
    "fix_in_progress": "Fix in progress",
    "fixed": "Fixed",
}
HELPS = ("workaround", "fixed")
"""States in which there is something to tell the customer."""
KINDS = {"resolved_by": "solved it", "referenced": "linked", "not_helpful": "not this"}


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)
