"""The same for programs."""

from . import incidents, lasting, links, many, reaching

HANDLERS = [*incidents.HANDLERS, *lasting.HANDLERS, *links.HANDLERS, *many.HANDLERS, *reaching.HANDLERS]
