"""What the columns of feeds may hold, and how it is said."""

from sqlalchemy import CheckConstraint

KINDS = {
    "azure": "Azure Service Health",
    "pagerduty": "PagerDuty",
    "alertmanager": "Prometheus Alertmanager",
    "google": "Google Cloud status",
    "aws": "AWS Health",
    "generic": "Any JSON, by a mapping",
    "archive": "Archive of past incidents",
}
SIGNED = frozenset({"pagerduty"})
"""Their deliveries carry a signature; all others bring a secret."""
POLLED = frozenset({"google"})
WITHOUT_DOOR = frozenset({"google", "archive"})
OUTCOMES = {
    "applied": "applied",
    "unchanged": "nothing new",
    "kept": "kept, no incident of ours",
    "shelved": "on the shelf",
}
ABOUT = {
    "incident": "incident",
    "maintenance": "planned maintenance",
    "advisory": "advisory",
    "security": "security notice",
    "test": "test",
}
STATES = {"active": "active", "mitigated": "mitigated", "resolved": "resolved", "explained": "explained"}


def one_of(column: str, values: dict[str, str], *, or_nothing: bool = False) -> CheckConstraint:
    allowed = [*values, ""] if or_nothing else [*values]
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, allowed))})", name=column)
