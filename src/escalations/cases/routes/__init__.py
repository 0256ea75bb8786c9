"""Pages and API of cases."""

from . import answering, api, assessing, assigning, attaching, closing, linking, opening, showing, waiting

_PARTS = (opening, showing, answering, assigning, assessing, waiting, closing, linking, attaching, api)
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
