"""Pages and API of the lists."""

from . import api, changing_views, showing, views

HANDLERS = [handler for part in (showing, views, changing_views, api) for handler in part.HANDLERS]
