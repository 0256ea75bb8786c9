"""Pages about people and the door itself."""

from . import directory, door

HANDLERS = [*door.HANDLERS, *directory.HANDLERS]
