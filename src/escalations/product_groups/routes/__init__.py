"""Pages and API of the escalation desk."""

from . import accepting, api, commenting, escalating, inbox, resolving, returning, withdrawing

_PARTS = (inbox, escalating, withdrawing, accepting, returning, resolving, commenting, api)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
