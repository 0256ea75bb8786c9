"""The same for programs."""

from . import incidents, links

HANDLERS = [*incidents.HANDLERS, *links.HANDLERS]
