"""A word that names a secret, and soon after it something nobody would say: told by its kinds of characters and by its entropy. Pure."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from .secret_patterns import is_placeholder

_NAMED = re.compile(
    r"\b(?:password|passwort|passphrase|passcode|passwd|pwd|secret|api[ _-]?key|access[ _-]?key|account[ _-]?key|primary[ _-]?key|function[ _-]?key"
    r"|host[ _-]?key|master[ _-]?key|subscription[ _-]?key|shared[ _-]?key|credentials?|pre-?shared[ _-]?key|psk|access[ _-]?token|refresh[ _-]?token|auth[ _-]?token"
    r"|personal[ _-]?access[ _-]?token|sas[ _-]?token|token|connection[ _-]?string)s?\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"[^\n.!?;]{0,24}?(?:\bis(?: now)?|\bwas|\bto|[:=]|->|→|\bwith|\buse)[\s:]*\n?[ \t]*[\"'`“„(]?(?P<secret>[^\s\"'`”“<>]{8,200})",
    re.IGNORECASE,
)
_KINDS = (re.compile(r"[a-z]"), re.compile(r"[A-Z]"), re.compile(r"\d"), re.compile(r"[!-/:-@\[-`{-~]"))
_PLAIN = re.compile(
    r"[^\W\d]+(?:[-'’/][^\W\d]+)*|[A-Za-z]+(?:-[A-Za-z]+)*-\d+|[\d.:/-]+(?:Z|[+-]\d\d:\d\d)?|\d{4}-\d\d-\d\d[T ][\d:.]+Z?|\w+://\S*|[\w.+-]+@[\w.-]+|[\w-]+(?:\.[A-Za-z][\w-]*)+|[A-Z]+-\d+"
    r"|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[A-Z]+\d{3,}|0x[0-9A-Fa-f]+|v?\d+(?:\.\d+)*|\d{1,5}/[\w./-]*|[A-Za-z]:\\.*|/[\w./-]*|[a-z]+(?:[A-Z][a-z]+)+|[A-Z_]+|[a-z_]+|--?[\w-]+"
)
_SETTING = re.compile(r"^[\w.-]+=(?=[^=])")
BITS = 2.75
LONG = 12


def likely_secrets(text: str) -> Iterator[tuple[int, int]]:
    for named in _NAMED.finditer(text):
        lead = _LEADS.match(text, named.end())
        if lead and _is_secret(value := lead["secret"].rstrip(".,;:)!?”")):
            yield lead.start("secret"), lead.start("secret") + len(value)


def _is_secret(value: str) -> bool:
    """Of `name=value` only the value counts; several of them are settings, whose secrets the patterns know."""
    value = _SETTING.sub("", value)
    if ";" in value and "=" in value:
        return False
    if len(value) < 8 or is_placeholder(value) or _PLAIN.fullmatch(value):
        return False
    kinds = sum(bool(kind.search(value)) for kind in _KINDS)
    return (kinds >= 3 and entropy(value) >= BITS) or (kinds == 2 and len(value) >= LONG and _is_mixed(value))


def _is_mixed(value: str) -> bool:
    return bool(re.search(r"\d", value)) and entropy(value) >= BITS + 0.25


def entropy(value: str) -> float:
    """Bits per character, as often as each stands in it."""
    counts = Counter(value).values()
    return -sum(count / len(value) * math.log2(count / len(value)) for count in counts)
