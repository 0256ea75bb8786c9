"""Pages and API of rapid response."""

from . import api, board, engaging

_PARTS = (board, engaging, api)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
