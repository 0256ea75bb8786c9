"""Pages about known issues, what a case's page shows of them, and the same for programs."""

from . import api, beside_case, reading, writing

HANDLERS = [*reading.HANDLERS, *writing.HANDLERS, *beside_case.HANDLERS, *api.HANDLERS]
