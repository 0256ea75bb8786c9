"""The JSON API of escalations: the same queries and verbs."""

from . import deciding, reading

HANDLERS = [*reading.HANDLERS, *deciding.HANDLERS]
