"""Pages about known issues, what a case's page shows of them, and the same for programs."""

from . import (
    api,
    api_governing,
    beside_case,
    closing,
    governing,
    matching,
    reading,
    revising,
    searching,
    trusting,
    versions,
    writing,
)

_PARTS = (
    reading,
    writing,
    revising,
    trusting,
    governing,
    versions,
    matching,
    searching,
    beside_case,
    closing,
    api,
    api_governing,
)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
