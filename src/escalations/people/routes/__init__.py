"""Pages about people and the door itself."""

from . import directory, door, listing, noticing

HANDLERS = [*door.HANDLERS, *listing.HANDLERS, *directory.HANDLERS, *noticing.HANDLERS]
