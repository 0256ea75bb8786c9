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
LINK_KINDS = {"parent": "part of", "duplicate": "duplicate of", "related": "related to", "split": "split off"}
SEVERITY_KINDS = {"claimed": "The customer claims", "assessed": "We assess", "agreed": "Both agree on"}
LOWERING_GROUNDS = {
    "mitigated": "Mitigated: the impact is over",
    "workaround": "A workaround is in place",
    "less_impact": "The impact is smaller than first said",
    "unreachable": "Nobody of the customer could be reached",
    "no_contact": "The customer names nobody for all hours",
    "no_data": "What we need to go on is not given",
    "customer_asked": "The customer asked for it",
}
"""On which a severity may be lowered, beside the words that say it in full."""
HELP_ANSWERS = ("", "accepted", "declined", "lapsed", "ended")


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)
