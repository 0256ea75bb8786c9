"""What a file is, told from its bytes and never from its name. Nothing is ever unpacked."""

from .kinds import FileKind, NotWhatItSays, kind_of

__all__ = ["FileKind", "NotWhatItSays", "kind_of"]
