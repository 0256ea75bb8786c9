"""Pages and API of the escalation desk."""

from . import (
    accepting,
    api,
    asking,
    closing,
    commenting,
    escalating,
    groups,
    inbox,
    issues,
    linking,
    resolving,
    returning,
    snoozing,
)

_PARTS = (
    inbox, escalating, accepting, asking, returning, resolving, snoozing, closing, linking, commenting, issues, groups, api,
)  # fmt: skip
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
