"""How wide and high a picture says it is, read from its head without decoding it."""

from struct import error, unpack

MOST_SEGMENTS = 4000
"""Before the frame header of a JPEG: a profile of colours takes some hundred, and ten megabytes of empty ones two seconds."""


def size_of(kind: str, content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels. None where the head cannot be read."""
    try:
        return _READERS[kind](content)
    except (error, IndexError, ValueError):
        return None


def _png(content: bytes) -> tuple[int, int]:
    width, height = unpack(">II", content[16:24])
    return width, height


def _gif(content: bytes) -> tuple[int, int]:
    width, height = unpack("<HH", content[6:10])
    return width, height


def _jpeg(content: bytes) -> tuple[int, int]:
    """The frame header follows segments of given lengths."""
    at = 2
    for _ in range(MOST_SEGMENTS):
        if content[at] != 0xFF:
            raise ValueError("no segment begins here")
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int(unpack(">H", content[at + 2 : at + 4])[0])
    raise ValueError("no frame")


def _webp(content: bytes) -> tuple[int, int]:
    form = content[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if form == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = unpack("<HH", content[26:30])
    return width & 0x3FFF, height & 0x3FFF


_READERS = {"image/png": _png, "image/gif": _gif, "image/jpeg": _jpeg, "image/webp": _webp}
