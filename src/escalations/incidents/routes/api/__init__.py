"""The same for programs."""

from . import incidents, lasting, links

HANDLERS = [*incidents.HANDLERS, *lasting.HANDLERS, *links.HANDLERS]
