"""The JSON API of escalations and engineering issues: the same queries and verbs."""

from . import deciding, issues, reading, talking

HANDLERS = [*reading.HANDLERS, *deciding.HANDLERS, *talking.HANDLERS, *issues.HANDLERS]
