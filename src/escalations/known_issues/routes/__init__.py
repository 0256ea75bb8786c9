"""Pages about known issues, what a case's page shows of them, and the same for programs."""

from . import api, beside_case, reading, revising, trusting, writing

_PARTS = (reading, writing, revising, trusting, beside_case, api)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
