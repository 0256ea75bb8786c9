"""Pages of spikes, what the page of an incident shows of them, and the same for programs."""

from . import api, coming, deciding, listing, showing, slot

_PARTS = (listing, coming, showing, deciding, slot, api)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
