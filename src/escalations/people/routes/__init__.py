"""Pages about people and the door itself."""

from . import directory, door, language, noticing

HANDLERS = [*door.HANDLERS, *directory.HANDLERS, *noticing.HANDLERS, *language.HANDLERS]
