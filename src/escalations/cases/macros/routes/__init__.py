"""Pages and API of macros: keeping them, and using them on a case."""

from . import api, keeping, using

HANDLERS = [*keeping.HANDLERS, *using.HANDLERS, *api.HANDLERS]
