"""Pages and API of the desk."""

from . import api, audit, jobs, queues, rules, searching, standstill, work

_PARTS = (work, queues, searching, standstill, audit, jobs, rules, api)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
