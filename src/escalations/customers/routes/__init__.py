"""Pages about customers, and the same for programs."""

from . import api, contacts, web

HANDLERS = [*web.HANDLERS, *contacts.HANDLERS, *api.HANDLERS]
