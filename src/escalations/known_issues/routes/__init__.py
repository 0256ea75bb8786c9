"""Pages about known issues, what a case's page shows of them, and the same for programs."""

from . import api, beside_case, closing, governing, matching, reading, revising, searching, trusting, versions, writing

_PARTS = (reading, writing, revising, trusting, governing, versions, matching, searching, beside_case, closing, api)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
