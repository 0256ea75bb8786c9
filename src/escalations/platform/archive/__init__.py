"""The whole database in one file and back, proven equal by checksums."""

from .contents import Contents, contents_of, differences
from .marking import brought_back_at
from .restoring import put_back
from .saving import Manifest, manifest_of, save

__all__ = ["Contents", "Manifest", "brought_back_at", "contents_of", "differences", "manifest_of", "put_back", "save"]
