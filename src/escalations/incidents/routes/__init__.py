"""Pages about incidents, what a case's page shows of them, and the same for programs."""

from . import api, beside_case, declaring, ending, linking, revising, showing, updating

_PARTS = (showing, declaring, revising, updating, ending, linking, beside_case, api)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
