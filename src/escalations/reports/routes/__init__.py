"""Pages, downloads and API of the reports."""

from . import api, downloads, web

HANDLERS = [handler for part in (web, downloads, api) for handler in part.HANDLERS]
