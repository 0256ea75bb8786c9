"""The kinds that are told apart, by their first bytes."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from ...platform.errors import Refused
from .sizes import size_of

MOST_PIXELS = 40_000_000
"""A picture beyond it is a download: opening it would take a browser's memory away."""
_IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_OTHERS = {
    b"%PDF-": "application/pdf",
    b"PK\x03\x04": "application/zip",
    b"\x1f\x8b": "application/gzip",
    b"7z\xbc\xaf\x27\x1c": "application/x-7z-compressed",
}
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
)
_NAMED = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".pdf": "application/pdf",
    ".gz": "application/gzip", ".tgz": "application/gzip", ".7z": "application/x-7z-compressed",
}  # fmt: skip
ANY = "application/octet-stream"


class NotWhatItSays(Refused):
    """Its bytes are not what its name says, or it is a program."""


@dataclass(frozen=True)
class FileKind:
    """`shown_as` is the type under which a page may show it, empty for what is only ever downloaded; width and height are in pixels."""

    media_type: str
    shown_as: str = ""
    width: int | None = None
    height: int | None = None


def kind_of(name: str, content: bytes) -> FileKind:
    """Raises NotWhatItSays."""
    if content.startswith(_PROGRAMS):
        raise NotWhatItSays(f"{name} is a program. Programs are not kept on cases; say where it can be had.")
    image = _image(content)
    found = image or next((kind for magic, kind in _OTHERS.items() if content.startswith(magic)), _text(content))
    said = _NAMED.get(PurePosixPath(name.lower()).suffix)
    if said is not None and said != found:
        raise NotWhatItSays(
            f"{name} is called {said.partition('/')[2].upper()} and is none. Attach the file it was made from."
        )
    size = size_of(image, content) if image else None
    pixels = size[0] * size[1] if size else 0
    return FileKind(found, image, *size) if size and 0 < pixels <= MOST_PIXELS else FileKind(found)


def _image(content: bytes) -> str:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _IMAGES.items() if content.startswith(magic)), "")


def _text(content: bytes) -> str:
    return ANY if b"\0" in content[:4096] else "text/plain"
