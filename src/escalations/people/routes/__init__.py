"""Pages about people and the door itself."""

from . import directory, door, noticing

HANDLERS = [*door.HANDLERS, *directory.HANDLERS, *noticing.HANDLERS]
