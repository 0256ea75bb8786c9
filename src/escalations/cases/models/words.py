"""The words a case is described with, and how a column is held to them."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint

SEVERITIES = {"A": "critical", "B": "moderate", "C": "minimal"}
TURNS = {
    "us": "our turn",
    "customer": "customer's turn",
    "product_group": "product group's turn",
    "third_party": "third party's turn",
    "close_the_loop": "close the loop",
}
RESOLUTIONS = {
    "fixed": "Fixed",
    "workaround": "Workaround given",
    "known_issue": "Known issue",
    "incident": "Caused by an incident",
    "customer_config": "Customer's configuration",
    "by_design": "Works as designed",
    "no_response": "Customer no longer answers",
    "duplicate": "Duplicate of another case",
}
ROUTING_TRIGGERS = ("opened", "drained", "transferred")
TOLD_BY = {
    "product": "The product is another team's",
    "error_code": "An error code",
    "resource": "A resource in the case",
    "text": "Words of the customer",
    "finding": "What I found while looking into it",
}
PROPOSAL_STATES = ("open", "adopted", "dismissed")
LINK_KINDS = {"parent": "part of", "duplicate": "duplicate of", "related": "related to"}


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)
