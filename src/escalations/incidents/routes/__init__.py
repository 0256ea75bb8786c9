"""Pages about incidents, what a case's page shows of them, and the same for programs."""

from . import (
    api,
    beside_case,
    choosing,
    declaring,
    ending,
    linking,
    listing,
    merging,
    reaching,
    revising,
    showing,
    slot,
    updating,
)

_PARTS = (
    listing,
    showing,
    declaring,
    revising,
    updating,
    ending,
    linking,
    choosing,
    merging,
    reaching,
    slot,
    beside_case,
    api,
)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
