"""Keys, tokens, connection strings, passwords. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from .context import ReplyContext
from .finding import Finding, Remedy
from .likely_secrets import likely_secrets
from .secret_patterns import PATTERNS, is_placeholder

_LONGEST_SHOWN = 4
_REPLACED = Remedy("replace", "Put [removed] in its place", "[removed]")
_SPLIT = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


@dataclass(frozen=True)
class Secret:
    what: str
    start: int
    end: int
    text: str


def secrets_in(text: str) -> list[Secret]:
    """In the order of the text, none inside another."""
    seen, places = _visible(text)
    spans = sorted({*_patterned(seen), *((start, end, "a password or a key") for start, end in likely_secrets(seen))},
                   key=lambda one: (one[0], -one[1]))  # fmt: skip
    found: list[Secret] = []
    for start, end, what in spans:
        begin, stop = places[start], places[end - 1] + 1
        if not found or begin >= found[-1].end:
            found.append(Secret(what, begin, stop, text[begin:stop]))
    return found


def _patterned(text: str) -> Iterator[tuple[int, int, str]]:
    for what, patterns in PATTERNS.items():
        for pattern in patterns:
            for match in pattern.finditer(text):
                group = "secret" if pattern.groupindex else 0
                if not is_placeholder(match[group]):
                    yield *match.span(group), what


def _visible(text: str) -> tuple[str, range | list[int]]:
    """Without what nobody sees, and in the plain form of letters drawn wide: a key is not hidden by either."""
    if text.isascii():
        return text, range(len(text))
    kept = [
        (place, plain)
        for place, character in enumerate(text)
        if not _SPLIT.match(character)
        for plain in unicodedata.normalize("NFKC", character)
    ]
    return "".join(character for _, character in kept), [place for place, _ in kept]


def masked(text: str) -> str:
    """Enough to find it in one's own text, useless to anybody else."""
    head = text[:_LONGEST_SHOWN] if len(text) >= 5 * _LONGEST_SHOWN else ""
    return f"{head}… ({len(text)} characters)"


def find_secrets(text: str, _context: ReplyContext) -> Iterator[Finding]:
    for secret in secrets_in(text):
        yield Finding(
            "secret", True, masked(secret.text), f"This looks like {secret.what}.", "Remove it. If the customer sent it, ask them to replace it.",
            start=secret.start, end=secret.end, remedies=(_REPLACED,),
        )  # fmt: skip
