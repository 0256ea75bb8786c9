"""The door for deliveries, the administrators' pages, and what an incident's page shows of its sources."""

from . import receiving

_PARTS = (receiving,)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
