"""Pages and API of what is done to many cases at once."""

from . import api, applying, previewing, showing

HANDLERS = [handler for part in (previewing, applying, showing, api) for handler in part.HANDLERS]
