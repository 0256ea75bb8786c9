"""Pages and API of the escalation desk."""

from . import api, commenting, deciding, escalating, inbox

_PARTS = (inbox, escalating, deciding, commenting, api)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
