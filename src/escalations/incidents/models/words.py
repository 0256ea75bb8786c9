"""What the columns of incidents may hold, and how it is said."""

from sqlalchemy import CheckConstraint

STATES = {"active": "active", "mitigated": "mitigated", "resolved": "resolved"}
LINK_STATES = {
    "suggested": "suggested",
    "confirmed": "linked",
    "rejected": "not this incident",
    "ended": "no longer linked",
}
METHODS = {
    "manual": "linked by hand",
    "rule": "same product, place and time",
    "text": "also in the same words",
    "subscription": "in the list of impacted subscriptions",
    "merged": "came with a merged incident",
    "split": "came with a split incident",
}
BATCH_KINDS = {"confirmed": "linked", "rejected": "set aside", "merged": "merged", "split": "split off"}


def one_of(column: str, values: dict[str, str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)
