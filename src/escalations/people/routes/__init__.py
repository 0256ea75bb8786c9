"""Pages about people and the door itself."""

from . import directory, door, language, listing, mailing, noticing

HANDLERS = [
    *door.HANDLERS, *listing.HANDLERS, *directory.HANDLERS, *noticing.HANDLERS, *language.HANDLERS,
    *mailing.HANDLERS,
]  # fmt: skip
