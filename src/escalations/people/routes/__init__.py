"""Pages about people and the door itself."""

from . import directory, door, language, listing, mailing

HANDLERS = [
    *door.HANDLERS, *listing.HANDLERS, *directory.HANDLERS, *language.HANDLERS, *mailing.HANDLERS,
]  # fmt: skip
