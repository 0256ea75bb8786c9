"""Pages about incidents, what a case's page shows of them, and the same for programs."""

from . import api, beside_case, declaring, ending, linking, listing, revising, showing, slot, updating

_PARTS = (listing, showing, declaring, revising, updating, ending, linking, slot, beside_case, api)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
