"""Pages about customers, and the same for programs."""

from . import api, contacts, covering, handling, listing, moments, showing, subscribing, writing

_PARTS = (listing, writing, showing, handling, covering, moments, contacts, subscribing, api)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
