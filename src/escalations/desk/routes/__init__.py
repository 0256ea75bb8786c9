"""Pages and API of the desk."""

from . import (
    absences,
    api,
    api_rules,
    audit,
    backtests,
    clocks,
    deciding_proposals,
    jobs,
    notices,
    proposals,
    queues,
    rostering,
    rules,
    searching,
    standstill,
    work,
)

_PARTS = (
    work,
    queues,
    searching,
    standstill,
    audit,
    notices,
    jobs,
    rules,
    backtests,
    proposals,
    deciding_proposals,
    rostering,
    absences,
    clocks,
    api,
    api_rules,
)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
