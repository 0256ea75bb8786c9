"""The door for deliveries, the administrators' pages, and what an incident's page shows of its sources."""

from . import adding, api, api_keeping, listing, managing, receiving, replaying, showing, sources

_PARTS = (receiving, listing, adding, showing, managing, replaying, sources, api, api_keeping)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
